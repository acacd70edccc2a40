package io.kubelens.store;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * A component such as those of object stores: {@code objects:BUCKET?operation=put|get}, the object's key in the header
 * {@code CamelObjectsKey}, what is got as a stream.
 */
public final class ObjectsComponent extends DefaultComponent {
    private final Map<String, byte[]> objects;

    /** On what several of them share. */
    public ObjectsComponent(Map<String, byte[]> objects) {
        this.objects = objects;
    }

    /** In memory. */
    public static Map<String, byte[]> bucket() {
        return new ConcurrentHashMap<>();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String bucket, Map<String, Object> parameters) {
        String operation = getAndRemoveParameter(parameters, "operation", String.class);
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        serve(exchange, bucket + "/" + exchange.getMessage().getHeader("CamelObjectsKey"), operation);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private void serve(Exchange exchange, String key, String operation) {
        if (operation.equals("put")) {
            objects.put(key, exchange.getMessage().getBody(byte[].class));
            return;
        }
        byte[] found = objects.get(key);
        if (found == null) {
            throw new StoreUnavailable("no object " + key);
        }
        exchange.getMessage().setBody(new ByteArrayInputStream(found));
    }
}
