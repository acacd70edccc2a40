package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExpiryTest {
    @Test
    void goesOnAtOnceWhileThereIsMore() {
        AtomicInteger left = new AtomicInteger(20);
        AtomicInteger asked = new AtomicInteger();
        try (Expiry expiry = new Expiry(
                () -> {
                    asked.incrementAndGet();
                    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? 1 : 0;
                },
                Duration.ofHours(1))) {
            expiry.start();

            await().until(() -> asked.get() == 21);
        }
        assertThat(left).hasValue(0);
    }

    @Test
    void outlivesAStoreThatIsDown() {
        AtomicInteger asked = new AtomicInteger();
        try (Expiry expiry = new Expiry(
                () -> {
                    if (asked.incrementAndGet() < 5) {
                        throw new StoreUnavailable("down");
                    }
                    return 0;
                },
                Duration.ofMillis(1))) {
            expiry.start();

            await().until(() -> asked.get() > 5);
        }
    }

    @Test
    void stopsWhenItIsClosed() {
        AtomicInteger asked = new AtomicInteger();
        Expiry expiry = new Expiry(asked::incrementAndGet, Duration.ofHours(1));
        expiry.start();
        await().until(() -> asked.get() > 2);

        expiry.close();

        int then = asked.get();
        await().during(Duration.ofMillis(100)).until(() -> asked.get() == then);
    }
}
