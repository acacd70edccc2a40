package io.kubelens.store.route;

import io.kubelens.store.Store;
import org.apache.camel.component.redis.processor.aggregate.RedisAggregationRepository;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.redisson.api.RedissonClient;

/** Where an aggregator keeps what is not complete: in Redis when that is the store, else in memory. */
public final class Summaries {
    private Summaries() {}

    /** {@code name} tells it apart from others in the same Redis. */
    public static AggregationRepository of(Store store, String name) {
        if (store.kind().equals("redis") && store.beans().get("redisson") instanceof RedissonClient redis) {
            RedisAggregationRepository repository = new RedisAggregationRepository();
            repository.setMapName("kubelens:" + name);
            repository.setRedisson(redis);
            return repository;
        }
        return new MemoryAggregationRepository();
    }
}
