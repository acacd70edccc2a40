package io.kubelens.sessions.route;

import io.kubelens.request.Caller;
import io.kubelens.sessions.Turns;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The step after {@code authenticate} where requests for a session wait for the same user's earlier ones, until these are
 * answered.
 */
public final class SessionTurn implements Processor {
    private final Turns turns = new Turns(Duration.ofSeconds(20));

    @Override
    public void process(Exchange exchange) {
        Runnable end =
                turns.take(exchange.getProperty("principal", Caller.class).subject());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                end.run();
            }
        });
    }
}
