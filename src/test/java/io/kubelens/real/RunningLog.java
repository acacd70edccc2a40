package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A pod in {@code shop} that writes {@code line 0}, {@code line 1} and so on when it is told to, at even distances. */
final class RunningLog {
    private final RealCluster cluster;
    private final Lens lens;
    private final String token;
    private final Pod pod;
    private final ContainerLog log;
    private final Duration pace;
    private Instant now;
    private int written;
    private int restarts;

    private RunningLog(RealCluster cluster, Lens lens, String token, Pod pod, Instant began, Duration pace) {
        this.cluster = cluster;
        this.lens = lens;
        this.token = token;
        this.pod = cluster.pods().runningSince(pod, began);
        this.log = cluster.log(pod.getMetadata().getName());
        this.now = began;
        this.pace = pace;
    }

    /** One that began ten minutes ago, and of which the gateway has heard. */
    static RunningLog start(RealCluster cluster, Lens lens, String token, String name, Duration pace) {
        Pod pod = cluster.pods().running("shop", name, Map.of(), "app");
        lens.client().awaitPod("shop", name, token);
        return new RunningLog(cluster, lens, token, pod, Instant.now().minusSeconds(600), pace);
    }

    ContainerLog log() {
        return log;
    }

    /** Writes up to this line, and not this one. */
    void writeUntil(int end) {
        for (; written < end; written++) {
            now = now.plus(pace);
            log.append(now, "line " + written);
        }
    }

    /** The node's clock is set back. */
    void stepBack(Duration by) {
        now = now.minus(by);
    }

    /** The container exits and runs again, and the gateway has heard of it. */
    void restart() {
        now = now.plus(pace);
        cluster.pods().restart(pod, now);
        restarts++;
        await("the restart is known")
                .until(() -> lens.client()
                                .get("/api/v1/namespaces/shop/pods/" + name(), token)
                                .json()
                                .path("restarts")
                                .asInt()
                        == restarts);
    }

    /** The gateway is cut off from the log while something happens. */
    void whileOutOfReach(Runnable happens) {
        log.refuse(503);
        // Again and again: a reader that was let in just before may only be counted after the first cut.
        await("nobody reads").until(() -> {
            log.cut();
            return log.open() == 0;
        });
        happens.run();
        log.refuse(0);
    }

    /** Waits until nobody reads it. */
    void awaitUnread() {
        await("nobody reads").until(() -> log.open() == 0);
    }

    /** A viewer that has seen all so far and is gone, as is what the gateway read for it. @return its last event's id */
    String seenByOneWhoLeft() {
        LogViewer viewer = follow("");
        viewer.awaitLine("line " + (written - 1)).close();
        awaitUnread();
        return viewer.lastEventId();
    }

    LogViewer follow(String query) {
        return lens.client().follow(path() + query, token);
    }

    LogViewer resume(String lastEventId) {
        return lens.client().resume(path(), token, lastEventId);
    }

    private String path() {
        return "/api/v1/namespaces/shop/pods/" + name() + "/logs";
    }

    private String name() {
        return pod.getMetadata().getName();
    }

    /** What the lines say, the last one excluded. */
    static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    /** Claims one gap, from the line before it to the line after it, for one of these reasons. */
    static void gapBefore(LogViewer viewer, String line, String... reasons) {
        assertThat(viewer.gaps()).as(viewer.toString()).hasSize(1);
        LogViewer.Event gap = viewer.gaps().getFirst();
        List<LogViewer.Event> events = viewer.events();
        int place = events.indexOf(gap);
        LogViewer.Event next = events.stream()
                .filter(event -> event.message().equals(line))
                .findFirst()
                .orElseThrow();
        assertThat(gap.data().path("reason").asText()).isIn((Object[]) reasons);
        assertThat(place).as("the gap's place").isLessThan(events.indexOf(next));
        Instant from = Instant.parse(gap.data().path("from").asText());
        Instant to = Instant.parse(gap.data().path("to").asText());
        assertThat(from).isBefore(to);
        assertThat(to)
                .isBeforeOrEqualTo(Instant.parse(next.data().path("timestamp").asText()));
    }
}
