package io.kubelens.http;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends denials to {@code direct:audit}, on the denied request's own thread: a flood of them waits for itself. */
final class Denials {
    static final String AUDIT = "direct:audit";
    private static final Logger LOG = LoggerFactory.getLogger(Denials.class);

    private Denials() {}

    static void report(Exchange denied, Refusal refusal) {
        CamelContext camel = denied.getContext();
        if (camel.hasEndpoint(AUDIT) == null) {
            return;
        }
        Exchange audit = new DefaultExchange(camel);
        audit.setProperty("request", denied.getProperty("request"));
        audit.setProperty("refusal", refusal);
        try (var template = camel.createProducerTemplate()) {
            template.send(AUDIT, audit);
        } catch (Exception e) {
            audit.setException(e);
        }
        if (audit.getException() != null) {
            LOG.error("a denial could not be audited", audit.getException());
        }
    }
}
