package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubelens.access.Principal;
import io.kubelens.config.Config;
import io.kubelens.http.TestGateway.Fed;
import io.kubelens.logs.EventStream;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamLimitsTest {
    private final AtomicLong now = new AtomicLong();

    static Config.Logs limits(int streams, int perUser, int perMinute, int burst) {
        return new Config.Logs(
                10_000, 10_000, 10_000, 250, 1 << 27, streams, perUser, 60, perMinute, burst, List.of(), List.of());
    }

    static Principal user(String subject) {
        return new Principal(subject, Set.of(), Instant.MAX);
    }

    private StreamLimits of(int streams, int perUser, int perMinute, int burst) {
        Config.Logs config = limits(streams, perUser, perMinute, burst);
        return new StreamLimits(() -> config, now::get);
    }

    private static EventStream admit(StreamLimits limits, String user) {
        return limits.admit(new Fed(), "shop", user(user));
    }

    private static long refused(StreamLimits limits, String user) {
        Fed stream = new Fed();
        TooMany[] refusal = new TooMany[1];
        assertThatExceptionOfType(TooMany.class)
                .isThrownBy(() -> limits.admit(stream, "shop", user(user)))
                .satisfies(e -> refusal[0] = e);
        assertThat(stream.opened).isFalse();
        return refusal[0].retryAfterSeconds();
    }

    @Test
    void refusesMoreStreamsThanAllUsersMayHave() {
        StreamLimits limits = of(2, 0, 0, 0);
        EventStream first = admit(limits, "alice");
        admit(limits, "bob");

        assertThat(refused(limits, "carol")).isPositive();

        first.close();
        admit(limits, "carol");
    }

    @Test
    void refusesMoreStreamsThanAUserMayHave() {
        StreamLimits limits = of(0, 1, 0, 0);
        EventStream first = admit(limits, "alice");

        assertThat(refused(limits, "alice")).isPositive();
        admit(limits, "bob");

        first.close();
        admit(limits, "alice");
    }

    @Test
    void hasNoLimitWhereItIsZero() {
        StreamLimits limits = of(0, 0, 0, 0);

        for (int i = 0; i < 20_000; i++) {
            admit(limits, "alice");
        }
    }

    @Test
    void givesThePlaceBackOnceHoweverOftenItIsClosed() {
        StreamLimits limits = of(2, 0, 0, 0);
        EventStream first = admit(limits, "alice");
        admit(limits, "alice");
        first.close();
        first.close();

        admit(limits, "alice");

        assertThat(refused(limits, "alice")).isPositive();
    }

    @Test
    void givesThePlaceBackWhenClosingFails() {
        StreamLimits limits = of(1, 0, 0, 0);
        EventStream broken = limits.admit(new Broken(), "shop", user("alice"));

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(broken::close);

        admit(limits, "alice");
    }

    @Test
    void aStreamTooManyTakesNoToken() {
        StreamLimits limits = of(1, 0, 60, 2);
        EventStream first = admit(limits, "alice");
        refused(limits, "alice");
        first.close();

        admit(limits, "alice").close();

        assertThat(refused(limits, "alice")).isEqualTo(1);
    }

    @Test
    void aStreamTooSoonTakesNoPlace() {
        StreamLimits limits = of(2, 0, 1, 1);
        admit(limits, "alice");
        refused(limits, "alice");

        admit(limits, "bob");
    }

    @Test
    void saysInWholeSecondsWhenTheNextTokenIsThere() {
        StreamLimits limits = of(0, 0, 6, 1);
        admit(limits, "alice");

        assertThat(refused(limits, "alice")).isEqualTo(10);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(8500));
        assertThat(refused(limits, "alice")).isEqualTo(2);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1499));
        assertThat(refused(limits, "alice")).isEqualTo(1);
    }

    @Test
    void handsTheStreamOnAsItIs() {
        Fed fed = new Fed();
        EventStream stream = of(1, 1, 1, 1).admit(fed, "shop", user("alice"));

        stream.open(() -> {});
        fed.say("line");
        fed.end(EventStream.State.COMPLETE);

        assertThat(fed.opened).isTrue();
        assertThat(stream.contentType()).isEqualTo(fed.contentType());
        assertThat(stream.poll()).isNotNull();
        assertThat(stream.poll()).isNull();
        assertThat(stream.state()).isEqualTo(EventStream.State.COMPLETE);
        stream.close();
        assertThat(fed.closed).isTrue();
    }

    private static final class Broken implements EventStream {
        @Override
        public void withdraw() {}

        @Override
        public String contentType() {
            return "text/plain";
        }

        @Override
        public void open(Runnable ready) {}

        @Override
        public @Nullable ByteBuf poll() {
            return null;
        }

        @Override
        public State state() {
            return State.OPEN;
        }

        @Override
        public void close() {
            throw new IllegalStateException("broken");
        }
    }
}
