package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.kube.PodLogs;
import io.kubelens.kube.PodLogs.Failure;
import io.kubelens.store.SealedCapsule;
import io.kubelens.store.StoreUnavailable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapsuleLogTest {
    private final Instant now = Runs.now();
    private static final String TEXT = Runs.lines(0, 30_000);
    private final EndedRun ended = Runs.run(Runs.ended("a", "1", now));
    private final SealedCapsule capsule = Runs.capsule(ended, TEXT);
    private Clock clock = Clock.systemUTC();

    /** Reads as fast as it can. */
    private static final class Reader implements PodLogs.Listener {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private PodLogs.@Nullable Call call;
        private boolean asked;
        private volatile boolean over;
        private volatile @Nullable Failure failure;

        @Override
        public void opened() {
            ask(call);
        }

        private synchronized void ask(PodLogs.@Nullable Call from) {
            call = from;
            if (from != null) {
                asked = true;
                from.consume();
            }
        }

        @Override
        public synchronized void chunk(ByteBuffer bytes) {
            assertThat(asked).isTrue();
            asked = false;
            taken.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            ask(call);
        }

        @Override
        public void ended() {
            over = true;
        }

        @Override
        public void failed(Failure why) {
            failure = why;
            over = true;
        }

        synchronized String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    private Reader read(OptionalInt tail, OptionalLong since, boolean previous) {
        CapsuleLog log = new CapsuleLog(
                List.of(new CapsuleLog.Kept(capsule.capsule(), false)),
                page -> capsule.chunks().subList(page.from(), page.to()),
                clock);
        Reader reader = new Reader();
        PodLogs.Request request = new PodLogs.Request("shop", "a", "app", false, tail, since, previous);
        reader.ask(log.open(request, reader));
        await().atMost(Duration.ofSeconds(5)).until(() -> reader.over);
        return reader;
    }

    @Test
    void givesTheLogAsItWas() {
        Reader reader = read(OptionalInt.empty(), OptionalLong.empty(), false);

        assertThat(capsule.chunks()).hasSizeGreaterThan(4);
        assertThat(reader.failure).isNull();
        assertThat(reader.text()).isEqualTo(TEXT);
    }

    @Test
    void givesExactTails() {
        for (int tail : List.of(0, 1, 7, 5000, 20_000, 30_000, 40_000)) {
            assertThat(read(OptionalInt.of(tail), OptionalLong.empty(), false).text())
                    .as("tail " + tail)
                    .isEqualTo(Runs.lines(Math.max(0, 30_000 - tail), 30_000));
        }
    }

    @Test
    void beginsAtOrBeforeATime() {
        long since = Instant.parse("2026-11-21T09:00:20Z").getEpochSecond();

        String text = read(OptionalInt.empty(), OptionalLong.of(since), false).text();

        assertThat(text).endsWith(Runs.lines(20_000, 30_000));
        assertThat(text.length()).isLessThan(TEXT.length());
    }

    @Test
    void knowsNoOtherRun() {
        assertThat(read(OptionalInt.empty(), OptionalLong.empty(), true).failure)
                .isEqualTo(Failure.UNKNOWN_CONTAINER);
    }

    @Test
    void givesNothingWhenItsTimeIsOver() {
        clock = Clock.offset(clock, Duration.ofHours(2));

        assertThat(read(OptionalInt.empty(), OptionalLong.empty(), false).failure)
                .isEqualTo(Failure.UNKNOWN_CONTAINER);
    }

    @Test
    void saysWhenTheStoreDoesNotAnswer() {
        CapsuleLog log = new CapsuleLog(
                List.of(new CapsuleLog.Kept(capsule.capsule(), false)),
                page -> {
                    throw new StoreUnavailable("down");
                },
                clock);
        Reader reader = new Reader();
        PodLogs.Request request =
                new PodLogs.Request("shop", "a", "app", false, OptionalInt.empty(), OptionalLong.empty(), false);
        reader.ask(log.open(request, reader));

        await().until(() -> reader.over);
        assertThat(reader.failure).isEqualTo(Failure.UNAVAILABLE);
    }
}
