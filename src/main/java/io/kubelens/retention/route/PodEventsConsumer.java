package io.kubelens.retention.route;

import io.kubelens.retention.Captures;
import io.kubelens.retention.EndedRun;
import io.kubelens.retention.NotKept;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

final class PodEventsConsumer extends DefaultConsumer {
    private final Captures captures;
    private final java.util.function.Consumer<EndedRun> sink = this::deliver;

    PodEventsConsumer(PodEventsEndpoint endpoint, Processor processor, Captures captures) {
        super(endpoint, processor);
        this.captures = captures;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        captures.attach(sink);
    }

    @Override
    protected void doStop() throws Exception {
        captures.detach(sink);
        super.doStop();
    }

    private void deliver(EndedRun ended) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getIn().setBody(ended);
            createUoW(exchange);
            try {
                getProcessor().process(exchange);
            } finally {
                doneUoW(exchange);
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        NotKept refused = exchange.getException(NotKept.class);
        releaseExchange(exchange, false);
        if (refused != null) {
            throw refused;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
