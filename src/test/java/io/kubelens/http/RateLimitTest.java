package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.Config;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /** 60 per minute, 3 at once. */
    private static final Config.Logs LIMITED = StreamLimitsTest.limits(0, 0, 60, 3);

    private final RateLimit limit = new RateLimit();
    /** Nanosecond clocks may begin anywhere, also shortly before they overflow. */
    private long now = Long.MAX_VALUE - SECOND;

    private long take(Config.Logs config, String namespace, String subject) {
        return limit.take(config, namespace, subject, now);
    }

    private long take() {
        return take(LIMITED, "shop", "alice");
    }

    private void drain() {
        assertThat(IntStream.range(0, 3).mapToLong(i -> take())).containsOnly(0L);
    }

    @Test
    void letsABurstThroughAndNoMore() {
        drain();

        assertThat(take()).isEqualTo(SECOND);
    }

    @Test
    void refillsAtTheRate() {
        drain();

        now += SECOND - 1;
        assertThat(take()).isEqualTo(1);
        now += 1;
        assertThat(take()).isZero();
        assertThat(take()).isEqualTo(SECOND);
    }

    @Test
    void holdsNoMoreThanTheBurstHoweverLongNobodyCame() {
        drain();
        now += 3600 * SECOND;
        drain();

        assertThat(take()).isPositive();
    }

    @Test
    void aRefusalTakesNothing() {
        drain();
        IntStream.range(0, 100).forEach(i -> assertThat(take()).isEqualTo(SECOND));

        now += SECOND;

        assertThat(take()).isZero();
    }

    @Test
    void countsUsersAndNamespacesApart() {
        drain();

        assertThat(take(LIMITED, "shop", "bob")).isZero();
        assertThat(take(LIMITED, "payments", "alice")).isZero();
        assertThat(take()).isPositive();
    }

    @Test
    void anOverrideReplacesBothRateAndBurst() {
        Config.Logs config = with(StreamLimitsTest.limits(0, 0, 60, 3), new Config.RateLimitOverride("shop", 6, 0));

        assertThat(IntStream.range(0, 6).mapToLong(i -> take(config, "shop", "alice")))
                .containsOnly(0L);
        assertThat(take(config, "shop", "alice")).isEqualTo(10 * SECOND);
        assertThat(IntStream.range(0, 3).mapToLong(i -> take(config, "payments", "alice")))
                .containsOnly(0L);
        assertThat(take(config, "payments", "alice")).isEqualTo(SECOND);
    }

    @Test
    void anOverrideLimitsItsNamespaceAlone() {
        Config.Logs config = with(StreamLimitsTest.limits(0, 0, 0, 0), new Config.RateLimitOverride("shop", 1, 1));

        assertThat(take(config, "shop", "alice")).isZero();
        assertThat(take(config, "shop", "alice")).isEqualTo(60 * SECOND);
        assertThat(IntStream.range(0, 100).mapToLong(i -> take(config, "payments", "alice")))
                .containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60_000, Integer.MAX_VALUE})
    void takesTheLargestBurstAtEveryRate(int perMinute) {
        Config.Logs config = StreamLimitsTest.limits(0, 0, perMinute, Integer.MAX_VALUE);

        assertThat(IntStream.range(0, 1000).mapToLong(i -> take(config, "shop", "alice")))
                .containsOnly(0L);
    }

    @Test
    void keepsNoBucketThatIsFullAgain() {
        IntStream.range(0, 1000).forEach(i -> take(LIMITED, "shop", "user " + i));
        assertThat(limit.buckets()).isEqualTo(1000);

        now += SECOND;
        take(LIMITED, "shop", "one more");

        assertThat(limit.buckets()).isEqualTo(1);
    }

    @Test
    void boundsTheBucketsOfACrowdAndForgetsTheLeastUsedFirst() {
        drain();
        for (int i = 0; i < 3 * RateLimit.MOST; i++) {
            take(LIMITED, "shop", "user " + i);
            assertThat(limit.buckets()).isLessThanOrEqualTo(RateLimit.MOST);
        }

        assertThat(take()).isEqualTo(SECOND);
    }

    private static Config.Logs with(Config.Logs logs, Config.RateLimitOverride own) {
        return new Config.Logs(
                logs.defaultTailLines(),
                logs.maxTailLines(),
                logs.maxLineLength(),
                logs.mergeWindowMs(),
                logs.bufferMaxBytes(),
                logs.maxStreams(),
                logs.maxStreamsPerUser(),
                logs.workerIdleTtlSeconds(),
                logs.rateLimitPerMinute(),
                logs.rateLimitBurst(),
                List.of(own),
                List.of());
    }
}
