package io.kubelens.store;

import io.kubelens.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.NoErrorHandlerBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** A replica's store: the routes of the kind that is configured, called as the gateway calls them. */
public final class StoreRoutes implements AutoCloseable {
    private final Store store;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    /** With the shipped routes. */
    public StoreRoutes(Config config, Clock clock) {
        this(config, clock, Path.of("routes"), Map.of());
    }

    /** With those in another folder of routes, which refer to more. */
    StoreRoutes(Config config, Clock clock, Path folder, Map<String, Object> beans) {
        store = Store.open(config, clock);
        store.start();
        try {
            store.beans().forEach(camel.getRegistry()::bind);
            beans.forEach(camel.getRegistry()::bind);
            camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerBuilder());
            camel.setStreamCaching(false);
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes(
                            store.kind() + ".yaml",
                            Files.readAllBytes(folder.resolve("store/" + store.kind() + ".yaml"))));
            camel.start();
            template = camel.createProducerTemplate();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public Store store() {
        return store;
    }

    /** {@code store} or {@code storeReads}. */
    DataSource database(String name) {
        return (DataSource) Objects.requireNonNull(store.beans().get(name));
    }

    public Receipt store(SealedCapsule capsule) {
        return (Receipt) answer("direct:logs-store", capsule);
    }

    @SuppressWarnings("unchecked")
    public List<Capsule> load(CapsuleQuery query) {
        return (List<Capsule>) answer("direct:logs-load", query);
    }

    @SuppressWarnings("unchecked")
    public List<LineChunk> chunks(ChunkPage page) {
        return (List<LineChunk>) answer("direct:logs-chunks", page);
    }

    /** One batch. */
    public int expire() {
        return (Integer) answer("direct:logs-expire", null);
    }

    @Nullable
    SessionDocument session(String key) {
        return (SessionDocument) call("direct:session-get", key);
    }

    boolean put(SessionWrite write) {
        return (Boolean) answer("direct:session-put", write);
    }

    void delete(String key) {
        call("direct:session-delete", key);
    }

    void sweep() {
        answer("direct:logs-sweep", null);
    }

    private Object answer(String uri, @Nullable Object body) {
        Object answer = call(uri, body);
        if (answer == null) {
            throw new IllegalStateException(uri + " answered nothing");
        }
        return answer;
    }

    private @Nullable Object call(String uri, @Nullable Object body) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getIn().setBody(body);
        template.send(uri, exchange);
        Exception failure = exchange.getException();
        if (failure != null) {
            throw failure instanceof RuntimeException e ? e : new IllegalStateException(failure);
        }
        return exchange.getMessage().getBody();
    }

    @Override
    public void close() {
        camel.stop();
        store.close();
    }
}
