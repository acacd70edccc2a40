package io.kubelens.store.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.store.Store;
import io.kubelens.store.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.spi.AggregationRepository;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummariesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Store store(String sections) {
        return Store.open(StoreConfig.read(directory, sections), Clock.systemUTC());
    }

    @Test
    void areInMemoryWithoutRedis() {
        try (Store store = store("")) {
            assertThat(Summaries.of(store, "test")).isInstanceOf(MemoryAggregationRepository.class);
        }
    }

    @Test
    void beginWhereRedisIsNotThere() {
        try (Store store = store("cache: {enabled: true, redis_url: 'redis://127.0.0.1:9'}")) {
            AggregationRepository summaries = Summaries.of(store, "test");
            store.start();
            ServiceHelper.startService(summaries);

            assertThat(summaries.getKeys()).isEmpty();
        }
    }
}
