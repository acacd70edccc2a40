package io.kubelens.bench;

import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Edits of routes, good and bad ones, while users ask and streams are open.
 *
 * @param failed requests without an answer of 200
 * @param broken streams that ended, or missed a line
 * @param wrong edits that did not do what they should; empty when all did
 * @param effect from the edit to the first answer that shows it, the longest
 * @param reload the longest
 * @param usual what answers took while nothing was edited
 * @param meanwhile what they took during reloads
 * @param heap in use after a collection, before the edits and after them, in MiB
 */
public record Edits(
        long seed,
        int good,
        int bad,
        int failed,
        List<String> broken,
        List<String> wrong,
        Duration effect,
        Duration reload,
        Latencies usual,
        Latencies meanwhile,
        List<Long> heap) {
    private static final String PODS = "/api/v1/namespaces/shop/pods/";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Prints the figures; {@code -Dedits=100 -Dstreams=200 -Dseed=<number>}. Ends with 1 when anything went wrong. */
    public static void main(String[] args) throws Exception {
        Edits result = measure(
                Integer.getInteger("edits", 100),
                Integer.getInteger("streams", 200),
                Duration.ofSeconds(20),
                Long.getLong("seed", System.nanoTime()));
        System.out.println(result);
        System.exit(result.isWell() ? 0 : 1);
    }

    boolean isWell() {
        return failed == 0 && broken.isEmpty() && wrong.isEmpty();
    }

    /** @param quiet how long the users ask before the first edit */
    static Edits measure(int edits, int streams, Duration quiet, long seed) throws Exception {
        Path routes = Files.createTempDirectory("kubelens-edits");
        Random random = new Random(seed);
        RouteEditor editor = RouteEditor.of(Path.of("routes"), routes, random);
        try (DemoGateway gateway =
                        DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties");
                Reloading reloading = new Reloading()) {
            return new Run(gateway, reloading, editor, seed).run(edits, streams, quiet);
        }
    }

    /** One measurement. */
    private static final class Run {
        private final DemoGateway gateway;
        private final Reloading reloading;
        private final RouteEditor editor;
        private final long seed;
        private final HttpClient http = HttpClient.newHttpClient();
        private final AtomicInteger written = new AtomicInteger();
        private final List<String> wrong = new ArrayList<>();
        private final String pod;
        private int good;
        private int bad;
        private Duration effect = Duration.ZERO;

        Run(DemoGateway gateway, Reloading reloading, RouteEditor editor, long seed) {
            this.gateway = gateway;
            this.reloading = reloading;
            this.editor = editor;
            this.seed = seed;
            this.pod = gateway.cluster()
                    .list("Pod", "shop")
                    .getFirst()
                    .at("/metadata/name")
                    .asText();
        }

        Edits run(int edits, int streams, Duration quiet) throws Exception {
            List<Following> viewers = viewers(streams);
            try (Asking users = new Asking(gateway.url(), tokens(), 8, 40)) {
                pause(quiet);
                long begin = System.currentTimeMillis();
                long before = heap();
                for (int i = 1; i <= edits; i++) {
                    edit(i);
                    line();
                }
                awaitLast(viewers);
                long after = heap();
                return result(users, viewers, begin, List.of(before, after));
            } finally {
                for (Following viewer : viewers) {
                    viewer.close();
                }
            }
        }

        private Supplier<String> tokens() {
            String token = gateway.issuer().token("developer");
            return () -> token;
        }

        private List<Following> viewers(int streams) throws IOException {
            List<Following> viewers = new ArrayList<>();
            URI url = gateway.url();
            String container = gateway.cluster()
                    .list("Pod", "shop")
                    .getFirst()
                    .at("/spec/containers/0/name")
                    .asText();
            String request =
                    Crowd.get(PODS + pod + "/logs?tail=0&container=" + container, tokens().get(), "text/event-stream");
            for (int i = 0; i < streams; i++) {
                viewers.add(new Following(url.getPort(), request));
            }
            Awaitility.await("all streams are open").atMost(PATIENCE).until(() -> {
                line();
                return viewers.stream().allMatch(viewer -> viewer.last() >= 0);
            });
            return viewers;
        }

        private void line() {
            String container = gateway.cluster()
                    .list("Pod", "shop")
                    .getFirst()
                    .at("/spec/containers/0/name")
                    .asText();
            gateway.cluster().appendLog("shop", pod, container, "soak " + written.getAndIncrement(), Instant.now());
        }

        private void edit(int number) throws Exception {
            int refusals = reloading.refusals().size();
            int reloads = reloading.done().size();
            long begin = System.nanoTime();
            RouteEditor.Kind kind = editor.edit(number);
            if (kind.isGood()) {
                good++;
                if (!shows(number)) {
                    wrong.add(number + " " + kind + " took no effect");
                }
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                effect = took.compareTo(effect) > 0 ? took : effect;
                if (reloading.refusals().size() > refusals && kind != RouteEditor.Kind.WRITTEN_TWICE) {
                    wrong.add(number + " " + kind + " was refused first: "
                            + reloading.refusals().getLast());
                }
            } else {
                bad++;
                Awaitility.await(number + " " + kind + " is refused")
                        .atMost(PATIENCE)
                        .until(() -> reloading.refusals().size() > refusals);
                if (reloading.done().size() > reloads || reloading.refusals().size() > refusals + 1) {
                    wrong.add(number + " " + kind + " did more than be refused once");
                }
            }
        }

        /** Whether the description of the API tells of this edit soon. */
        private boolean shows(int number) throws Exception {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            HttpRequest request = HttpRequest.newBuilder(gateway.url().resolve("/api/v1/openapi.json"))
                    .header("Authorization", "Bearer " + tokens().get())
                    .build();
            while (System.nanoTime() < deadline) {
                String text =
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body();
                if (text.contains("Edit " + number + ".")) {
                    return true;
                }
                pause(Duration.ofMillis(20));
            }
            return false;
        }

        private void awaitLast(List<Following> viewers) {
            Awaitility.await("all lines, or broken streams").atMost(PATIENCE).until(() -> viewers.stream()
                    .allMatch(viewer -> !viewer.broken().isEmpty() || viewer.last() == written.get() - 1));
        }

        private static void pause(Duration time) {
            Awaitility.await()
                    .pollDelay(time)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(time.plusSeconds(10))
                    .until(() -> true);
        }

        private static long heap() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        }

        private Edits result(Asking users, List<Following> viewers, long begin, List<Long> heap) {
            List<Reloading.Took> reloads = reloading.done();
            return new Edits(
                    seed,
                    good,
                    bad,
                    users.failed(),
                    viewers.stream()
                            .map(Following::broken)
                            .filter(why -> !why.isEmpty())
                            .toList(),
                    wrong,
                    effect,
                    Duration.ofMillis(reloads.stream()
                            .mapToLong(Reloading.Took::millis)
                            .max()
                            .orElse(0)),
                    users.latencies(sample -> sample.begin() < begin),
                    users.latencies(sample -> reloads.stream()
                            .anyMatch(reload -> sample.overlaps(reload.end() - reload.millis(), reload.end()))),
                    heap);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "seed %d: %d good and %d bad edits; %d requests failed, %d streams broken, %d edits wrong%n"
                        + "effect after %d ms at most, reload %d ms at most; heap %s MiB%n"
                        + "usual:          %s%nduring reloads: %s%n%s",
                seed,
                good,
                bad,
                failed,
                broken.size(),
                wrong.size(),
                effect.toMillis(),
                reload.toMillis(),
                heap,
                usual,
                meanwhile,
                String.join("\n", wrong.isEmpty() ? broken : wrong));
    }
}
