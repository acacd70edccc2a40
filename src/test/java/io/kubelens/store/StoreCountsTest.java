package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreCountsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final StoreCounts counts = new StoreCounts(nanos::get);

    @Test
    void saysThatAStoreWorksWhileItLooksForWhatIsOver() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(counts.works()).isTrue();
        counts.expired(0);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(counts.works()).isTrue();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(counts.works()).isFalse();

        counts.expired(0);
        assertThat(counts.works()).isTrue();
    }
}
