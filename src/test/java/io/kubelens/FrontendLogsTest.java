package io.kubelens;

import static io.kubelens.Frontend.LEDGER;
import static io.kubelens.Frontend.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The existing user interface's panes of logs. */
@Timeout(120)
class FrontendLogsTest {
    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @RegisterExtension
    final Frontend page = new Frontend(DEMO.gateway(), "developer");

    /** The first request goes out without a container, is aborted, and comes again with the first container's name. */
    @Test
    void showsAPane() throws Exception {
        String name = page.get(SHOP + "/apps/gateway").at("/podNames/0").asText();
        String pod = SHOP + "/pods/" + name;
        String container = page.get(pod).at("/containers/0/name").asText();
        page.abort(pod + "/logs?tail=500");

        try (LogPane pane = page.pane(pod, "&container=" + container)) {
            LogPane.Event first = pane.nextLine();
            assertThat(first.data().path("podName").asText()).isEqualTo(name);
            assertThat(first.data().path("containerName").asText()).isEqualTo(container);
        }
    }

    /** Both write at once; a pinned pod's pane knows no containers and gets the pod's default. */
    @Test
    void showsOneContainerAtATime() throws Exception {
        String name = page.get(SHOP + "/apps/gateway").at("/podNames/0").asText();
        String pod = SHOP + "/pods/" + name;
        assertThat(containersShown(name, page.pane(pod, "&container=proxy"))).containsOnly("proxy");
        assertThat(containersShown(name, page.pane(pod, "&container=app"))).containsOnly("app");
        assertThat(containersShown(name, page.pane(pod, ""))).containsOnly("app");
    }

    /** Of all lines until both containers have written their last. */
    private static Set<String> containersShown(String pod, LogPane pane) throws IOException {
        String last = UUID.randomUUID().toString();
        for (String line : List.of("first", "second", last)) {
            List.of("proxy", "app")
                    .forEach(one -> DEMO.gateway().cluster().appendLog("shop", pod, one, line, Instant.now()));
        }
        Set<String> containers = new TreeSet<>();
        try (pane) {
            LogPane.Event event;
            do {
                event = pane.nextLine();
                containers.add(event.data().path("containerName").asText());
            } while (!event.isLine(last));
        }
        return containers;
    }

    /** Pause aborts; resuming asks with the time of the last line or marker, and what comes twice is shown twice. */
    @Test
    void goesOnAfterAPauseWithoutLossOrRepetition() throws Exception {
        List<String> seen = new ArrayList<>();
        List<String> written = new ArrayList<>();
        String since = "";
        for (int round = 0; round < 4; round++) {
            try (LogPane pane = page.pane(LEDGER, since)) {
                String last = "round " + round + " line 9";
                // Also what is written while nobody looks, and lines of one and the same time.
                written.addAll(write(round));
                seen.addAll(pane.messagesUntil(event -> event.isLine(last)));
                since = "&since=" + pane.cursor();
            }
            written.addAll(write(10 + round));
        }

        assertThat(seen.stream().filter(line -> line.startsWith("round")))
                .containsExactlyElementsOf(written.subList(0, written.size() - 10));
    }

    private static List<String> write(int round) {
        Instant now = Instant.now();
        List<String> lines = IntStream.range(0, 10)
                .mapToObj(i -> "round " + round + " line " + i)
                .toList();
        lines.forEach(line -> DEMO.gateway().cluster().appendLog("payments", "ledger-0", "postgres", line, now));
        return lines;
    }

    @Test
    void mayLeaveAViewAtAnyTime() throws Exception {
        try (DemoGateway hasty = RunningDemo.start("logs: {worker_idle_ttl_seconds: 0}\n");
                Frontend left = new Frontend(hasty, "developer")) {
            for (int i = 0; i < 50; i++) {
                left.abort(SHOP + "/pods?light=true");
                left.abort(SHOP + "/apps?metrics=true");
                left.abort(LEDGER + "/logs?tail=500");
                left.abort(SHOP + "/apps/web/logs?tail=500");
            }
            LogPane pod = left.pane(LEDGER, "");
            LogPane app = left.pane(SHOP + "/apps/web", "");
            pod.nextLine();
            app.nextLine();
            assertThat(hasty.cluster().openLogs()).isPositive();
            pod.close();
            app.close();

            assertThat(left.get(SHOP + "/apps?light=true")).isNotEmpty();
            await("nothing is read for panes that are gone")
                    .until(() -> hasty.cluster().openLogs() == 0);
        }
    }
}
