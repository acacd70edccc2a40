package io.kubelens.retention.route;

import io.kubelens.retention.Captures;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code pod-events}: one exchange for each run of a container that has ended, at least once: what the store has not
 * acknowledged comes again. The runs wait in the bean {@code captures}.
 */
public final class PodEventsComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Captures captures = CamelContextHelper.mandatoryLookup(getCamelContext(), "captures", Captures.class);
        return new PodEventsEndpoint(uri, this, captures);
    }
}
