package io.kubelens.retention.route;

import io.kubelens.retention.Captures;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

final class PodEventsEndpoint extends DefaultEndpoint {
    private final Captures captures;

    PodEventsEndpoint(String uri, PodEventsComponent component, Captures captures) {
        super(uri, component);
        this.captures = captures;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("pod-events is only for from:");
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new PodEventsConsumer(this, processor, captures);
    }
}
