package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    String config() {
        return "storage: {kind: memory, " + LIMITS + "}\n";
    }

    /** Each replica has its own: there is no other with this one's data. */
    @Override
    StoreRoutes other() {
        return routes;
    }

    @Test
    void boundsSessionsByTheirBytes() {
        StoreCounts counts = new StoreCounts();
        MemoryStore store = new MemoryStore(clock, new StoreLimits(1, 1, 1), 10_000, counts);
        for (int i = 0; i < 100; i++) {
            store.putSession(write("user-" + i, "{\"a\":\"" + "x".repeat(1000) + "\"}", "1", ""));
        }

        assertThat(store.session("user-95")).isNull();
        assertThat(store.session("user-99")).isNotNull();
    }

    @Test
    void findsTheNewestFiveThousandAtMost() {
        StoreCounts counts = new StoreCounts();
        MemoryStore store =
                new MemoryStore(clock, new StoreLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE), 10_000, counts);
        for (int restart = 0; restart < 5_001; restart++) {
            clock.move(Duration.ofMillis(1));
            store.store(capsules.of("web-1", restart, ""));
        }

        List<Integer> newestFirst =
                IntStream.range(0, 5_000).mapToObj(i -> 5_000 - i).toList();
        assertThat(store.load(CapsuleQuery.ofNamespace("shop")))
                .extracting(capsule -> capsule.key().restart())
                .isEqualTo(newestFirst);
    }
}
