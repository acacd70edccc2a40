package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.metrics.v1beta1.PodMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceUsageTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofSeconds(17);

    private final ManualTime time = new ManualTime();
    private final List<String> asked = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean answersAtOnce = true;
    private Supplier<List<PodMetrics>> answer = () -> List.of(web("100m", "64Mi"));
    private final NamespaceUsage usage = new NamespaceUsage("shop", this::ask, time.clock(), time::nanoTime, this::run);

    @Test
    void asksForNothingBeforeSomebodyLooks() {
        pass(Duration.ofHours(1));

        assertThat(asked).isEmpty();
    }

    @Test
    void answersTheFirstLookWithWhatItAsksThen() {
        LatestUsage latest = usage.look(PATIENCE);

        assertThat(latest.known()).isTrue();
        assertThat(latest.of(List.of("web-1"))).isEqualTo(new CurrentUsage(new Usage(100_000_000, 64 << 20), 0));
        assertThat(asked).containsExactly("shop");
    }

    @Test
    void asksOnceForAnyNumberOfLookers() {
        for (int user = 0; user < 50; user++) {
            usage.look(PATIENCE);
        }
        assertThat(asked).hasSize(1);

        for (int second = 0; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            usage.look(PATIENCE);
            usage.look(PATIENCE);
        }
        assertThat(asked).hasSizeBetween(4, 5);
    }

    @Test
    void asksEvery15To17SecondsFor15MinutesAfterTheLastLookAndThenForgets() {
        usage.look(PATIENCE);
        for (int second = 0; second < 900; second++) {
            pass(Duration.ofSeconds(1));
        }
        int atTheEnd = asked.size();
        assertThat(atTheEnd).isBetween(50, 61);
        assertThat(usage.samples("web-1", Instant.EPOCH)).hasSizeBetween(50, 61);

        pass(Duration.ofSeconds(1));
        pass(Duration.ofMinutes(5));

        assertThat(asked).hasSize(atTheEnd);
        assertThat(usage.samples("web-1", Instant.EPOCH)).isEmpty();
    }

    @Test
    void beginsAnewWhenSomebodyComesBack() {
        usage.look(PATIENCE);
        pass(Duration.ofMinutes(16));
        answer = () -> List.of(web("200m", "1Mi"));

        assertThat(usage.look(PATIENCE).of(List.of("web-1")).sum().cpuText()).isEqualTo("200m");
        assertThat(asked).hasSize(2);
    }

    @Test
    void addsUpThePodsOfAnApp() {
        answer = () -> List.of(web("100m", "64Mi"), MeasuredPod.of("web-2", time.instant(), "50m", "64Mi"));

        CurrentUsage app = usage.look(PATIENCE).of(List.of("web-1", "web-2", "web-3"));

        assertThat(app.sum()).isEqualTo(new Usage(150_000_000, 128 << 20));
    }

    @Test
    void doesNotKnowAPodThatIsNotMeasured() {
        assertThat(usage.look(PATIENCE).of(List.of("other"))).isEqualTo(CurrentUsage.UNKNOWN);
        assertThat(usage.samples("other", Instant.EPOCH)).isEmpty();
    }

    @Test
    void doesNotKnowAPodThatIsNotMeasuredAnyMore() {
        usage.look(PATIENCE);
        answer = List::of;
        pass(POLL);

        assertThat(usage.look(PATIENCE).of(List.of("web-1"))).isEqualTo(CurrentUsage.UNKNOWN);
        assertThat(usage.samples("web-1", Instant.EPOCH)).hasSize(1);
    }

    @Test
    void doesNotWaitLongerThanItHasPatience() {
        answersAtOnce = false;

        assertThat(usage.look(PATIENCE).known()).isFalse();

        long begin = System.nanoTime();
        assertThat(usage.look(PATIENCE).known()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);

        waiting.removeFirst().run();
        assertThat(usage.look(PATIENCE).known()).isTrue();
    }

    @Test
    void doesNotAskAgainWhileItWaitsForAnAnswer() {
        answersAtOnce = false;
        usage.look(Duration.ZERO);
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));
        usage.look(Duration.ZERO);

        assertThat(waiting).hasSize(1);
    }

    @Test
    void keepsWhatItKnewThroughAnOutageAndSaysHowOldItIs() {
        usage.look(PATIENCE);
        answer = () -> {
            throw new KubernetesClientException("timeout");
        };
        pass(POLL);
        assertThat(usage.look(PATIENCE).of(List.of("web-1")))
                .isEqualTo(new CurrentUsage(new Usage(100_000_000, 64 << 20), 17))
                .matches(current -> !current.stale());

        pass(POLL);
        assertThat(usage.look(PATIENCE).of(List.of("web-1")).ageSeconds()).isEqualTo(34);
        assertThat(usage.look(PATIENCE).of(List.of("web-1")).stale()).isTrue();
        assertThat(asked).hasSize(3);

        answer = () -> List.of(web("300m", "1Mi"));
        pass(POLL);
        assertThat(usage.look(PATIENCE).of(List.of("web-1")).sum().cpuText()).isEqualTo("300m");
        assertThat(usage.samples("web-1", Instant.EPOCH)).hasSize(2);
    }

    @Test
    void knowsNothingAfterAnOutageOfAQuarterOfAnHour() {
        usage.look(PATIENCE);
        answer = () -> {
            throw new KubernetesClientException("timeout");
        };
        for (int minute = 0; minute < 16; minute++) {
            pass(Duration.ofMinutes(1));
            usage.look(PATIENCE);
        }

        assertThat(usage.look(PATIENCE)).isEqualTo(LatestUsage.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void knowsNothingWhenKubernetesRefuses(int code) {
        usage.look(PATIENCE);
        answer = () -> {
            throw new KubernetesClientException("no", code, null);
        };
        pass(POLL);

        assertThat(usage.look(PATIENCE)).isEqualTo(LatestUsage.UNKNOWN);
        assertThat(usage.samples("web-1", Instant.EPOCH)).isEmpty();

        pass(POLL);
        assertThat(asked).as("is not asked again so soon").hasSize(2);

        answer = () -> List.of(web("300m", "1Mi"));
        pass(Duration.ofMinutes(1));
        assertThat(usage.look(PATIENCE).known()).isTrue();
    }

    @Test
    void survivesAnAnswerThatMakesNoSense() {
        answer = () -> List.of(web("a lot", "1Mi"));
        assertThat(usage.look(PATIENCE)).isEqualTo(LatestUsage.UNKNOWN);

        answer = () -> List.of(web("1", "1Mi"));
        pass(POLL);
        assertThat(usage.look(PATIENCE).known()).isTrue();
    }

    @Test
    void takesAMeasurementFromTheFutureForOneOfNow() {
        Instant now = time.instant();
        answer = () -> List.of(MeasuredPod.of("web-1", now.plusSeconds(3600), "1", "1Mi"));
        usage.look(PATIENCE);

        assertThat(usage.samples("web-1", Instant.EPOCH))
                .extracting(UsageHistory.Sample::at)
                .containsExactly(now);
    }

    private PodMetrics web(String cpu, String memory) {
        return MeasuredPod.of("web-1", time.instant(), cpu, memory);
    }

    private List<PodMetrics> ask(String namespace) {
        asked.add(namespace);
        return answer.get();
    }

    private void run(Runnable task) {
        if (answersAtOnce) {
            task.run();
        } else {
            waiting.add(task);
        }
    }

    private void pass(Duration some) {
        time.pass(some);
        usage.tick();
    }
}
