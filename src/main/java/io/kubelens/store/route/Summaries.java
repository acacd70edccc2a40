package io.kubelens.store.route;

import io.kubelens.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.camel.component.redis.processor.aggregate.RedisAggregationRepository;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.redisson.api.RTransaction;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.Codec;

/** Where an aggregator keeps what is not complete: in Redis when that is the store, else in memory. */
public final class Summaries {
    private static final Codec CODEC = new SummaryCodec();

    private Summaries() {}

    /** {@code name} tells it apart from others in the same Redis. */
    public static AggregationRepository of(Store store, String name) {
        if (store.kind().equals("redis") && store.beans().get("redisson") instanceof RedissonClient redis) {
            RedisAggregationRepository repository = new RedisAggregationRepository();
            repository.setMapName("kubelens:" + name);
            repository.setRedisson(forSummaries(RedissonClient.class, redis));
            return repository;
        }
        return new MemoryAggregationRepository();
    }

    /** The repository asks for maps and its lock by name only; our other maps hold plain bytes, and our keys say whose they are. */
    private static <T> T forSummaries(Class<T> type, T redis) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "getMap" ->
                                type.getMethod("getMap", String.class, Codec.class)
                                        .invoke(redis, arguments[0], CODEC);
                            case "getLock" -> method.invoke(redis, "kubelens:" + arguments[0]);
                            case "createTransaction" ->
                                forSummaries(RTransaction.class, (RTransaction) method.invoke(redis, arguments));
                            default -> method.invoke(redis, arguments);
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
