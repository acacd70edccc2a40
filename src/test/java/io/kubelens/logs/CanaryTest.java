package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams of {@link LogWorld} all check themselves. */
class CanaryTest {
    private static final long T0 = LogWorld.T0;
    private final LogWorld world = new LogWorld();
    private final FakeLog log = world.pod("web");

    @AfterEach
    void close() {
        world.close();
    }

    private void counted(long read, long filtered) {
        Canary.Totals totals = world.counts().canary();
        assertThat(totals.read().sum()).isEqualTo(read);
        assertThat(totals.filtered().sum()).isEqualTo(filtered);
        assertThat(totals.delivered().sum()).isEqualTo(read - filtered);
        assertThat(totals.mismatches().sum()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/x-ndjson", "text/plain"})
    void findsInTheBytesWhatWasRead(String form) {
        for (int i = 0; i < 50; i++) {
            log.line(T0 + i, "event: log");
        }
        Viewer viewer = world.view("web", "tail=30", null, form)
                .until(v -> world.counts().canary().delivered().sum() >= 30);
        log.line(T0 + 50, "{\"event\":\"log\",").line(T0 + 51, "--- gap ").line(T0 + 52, "");
        viewer.until(v -> world.counts().canary().delivered().sum() >= 33).close();

        counted(33, 0);
    }

    @Test
    void countsWhatLiesBehindThePlace() {
        for (int i = 0; i < 20; i++) {
            log.line(T0 + i, "line " + i);
        }
        Viewer first = world.view("web", "tail=20", null).untilLines(20);
        Viewer second = world.view("web", "", first.logs().get(9).id()).untilLines(10);
        Viewer app = world.viewApp(List.of("web"), "tail=5", null).untilLines(5);
        List.of(first, second, app).forEach(Viewer::close);

        counted(35, 0);
    }

    @Test
    void countsGapsApart() {
        log.line(T0, "one");
        Viewer first = world.view("web", "", null).untilLines(1).until(v -> log.followers() == 1);
        String id = Objects.requireNonNull(first.logs().getFirst().id());
        world.cache.remove("web");
        log.cut();
        first.until(v -> v.state() == EventStream.State.COMPLETE).close();

        assertThat(id).isNotEmpty();
        assertThat(world.counts().canary().gaps().sum()).isEqualTo(1);
        counted(1, 0);
    }

    @Test
    void saysOnceWhenTheNumbersDoNotAgree() {
        Canary.Totals totals = new Canary.Totals();
        Canary canary = new Canary("shop/web", Form.SSE, totals);
        canary.read(2);
        canary.handedOut(Unpooled.wrappedBuffer(
                "id: 1~a\nevent: log\ndata: {}\n\nevent: marker\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8)));
        canary.check();
        canary.check();

        assertThat(totals.delivered().sum()).isEqualTo(1);
        assertThat(totals.mismatches().sum()).isEqualTo(1);
    }
}
