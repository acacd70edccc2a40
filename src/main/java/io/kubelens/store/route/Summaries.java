package io.kubelens.store.route;

import io.kubelens.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.apache.camel.component.redis.processor.aggregate.RedisAggregationRepository;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.redisson.api.RTransaction;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.Codec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an aggregator keeps what is not complete: in Redis when that is the store, else in memory. */
public final class Summaries {
    private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);
    private static final Codec CODEC = new SummaryCodec();

    private Summaries() {}

    /** {@code name} tells it apart from others in the same Redis. */
    public static AggregationRepository of(Store store, String name) {
        if (store.kind().equals("redis") && store.beans().get("redisson") instanceof RedissonClient redis) {
            RedisAggregationRepository repository = new InRedis(store);
            repository.setMapName("kubelens:" + name);
            repository.setRedisson(forSummaries(RedissonClient.class, redis));
            return repository;
        }
        return new MemoryAggregationRepository();
    }

    /** A route that sums up starts also where Redis is not asked, or is not there. */
    private static final class InRedis extends RedisAggregationRepository {
        private final Store store;

        InRedis(Store store) {
            this.store = store;
        }

        @Override
        public Set<String> getKeys() {
            if (!store.isStarted()) {
                return Set.of();
            }
            try {
                return Set.copyOf(super.getKeys());
            } catch (RedisException e) {
                LOG.warn("Redis cannot be reached: summaries that were begun before this start are not completed");
                return Set.of();
            }
        }
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
