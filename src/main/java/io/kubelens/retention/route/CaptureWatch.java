package io.kubelens.retention.route;

import io.kubelens.retention.Captures;
import io.kubelens.retention.EndedRun;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/** Says at once of a capture that has failed that it has: a wire tap tells nobody. */
public final class CaptureWatch implements Processor {
    private final Captures captures;

    public CaptureWatch(Captures captures) {
        this.captures = captures;
    }

    @Override
    public void process(Exchange exchange) {
        EndedRun ended = exchange.getMessage().getBody(EndedRun.class);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                captures.failed(ended);
            }
        });
    }
}
