package io.kubelens.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import io.kubelens.real.RealCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How soon the logs of containers that have ended can be read, one by one and when many end together. */
final class Terminations implements Figure {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int LENGTH = 150;
    private static final Pattern RUN = Pattern.compile(
            "\\{\"uid\":\"[^\"]*\",\"podName\":\"([^\"]*)\"[^}]*\"lines\":(\\d+),\"bytes\":\\d+,\"complete\":(true|false)");

    /** Arguments: pods that end within 10 s (500), lines of each (10000), pods that end one by one at 10/s (100). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int pods = Figure.number(arguments, 0, 500);
        int lines = Figure.number(arguments, 1, 10_000);
        int single = Figure.number(arguments, 2, 100);
        try (PackagedLens gateway = rig.gateway("")) {
            report(rig, gateway, single, lines, Duration.ofMillis(100), "warm-up");
            report(rig, gateway, single, lines, Duration.ofMillis(100), "one by one");
            Footprint.forgetPeak(gateway.pid());
            report(rig, gateway, pods, lines, Duration.ofSeconds(10).dividedBy(pods), "burst");
        }
    }

    private static void report(Rig rig, PackagedLens gateway, int count, int lines, Duration pace, String what)
            throws Exception {
        RealCluster cluster = rig.cluster();
        BulkLog log = BulkLog.full(LENGTH, lines);
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = rig.newName();
            pods.add(cluster.pods().running("shop", name, Map.of(), "app"));
            cluster.kubelet().serve("shop", name, "app", log);
        }
        gateway.client().awaitPod("shop", pods.getLast().getMetadata().getName(), rig.token());
        int opened = log.opened();
        Map<String, Long> ended = new ConcurrentHashMap<>();
        List<Long> took = new ArrayList<>();
        long begin = System.nanoTime();
        AtomicLong last = new AtomicLong();
        try (ExecutorService kubelet = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < count; i++) {
                Pod pod = pods.get(i);
                long due = begin + pace.toNanos() * i;
                kubelet.execute(() -> {
                    LockSupport.parkNanos(due - System.nanoTime());
                    cluster.pods().terminated(pod, 1);
                    ended.put(pod.getMetadata().getName(), System.nanoTime());
                    last.accumulateAndGet(System.nanoTime(), Math::max);
                });
            }
            while (took.size() < count
                    && System.nanoTime() - begin < Duration.ofMinutes(3).toNanos()) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                look(kept(gateway.port(), rig.token()), ended, took, lines);
            }
        }
        long all = System.nanoTime();
        took.sort(null);
        System.out.printf(
                "terminations, %s: %d of %d kept with %d lines each, ended within %.1f s, all kept after %.1f s;"
                        + " one after p50 %d ms, p99 %d ms, longest %d ms; log requests %.2f per container; gateway %s%n",
                what,
                took.size(),
                count,
                lines,
                (last.get() - begin) / 1e9,
                (all - begin) / 1e9,
                took.get(took.size() / 2) / 1_000_000,
                took.get(took.size() * 99 / 100) / 1_000_000,
                took.getLast() / 1_000_000,
                (log.opened() - opened) / (double) count,
                Footprint.of(gateway.pid()));
        if (took.size() < count) {
            throw new IllegalStateException("logs are missing");
        }
    }

    /** How many lines the gateway says it keeps of which pod. */
    static Map<String, Integer> kept(int port, String token) throws IOException, InterruptedException {
        String list = HTTP.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + port + "/api/v1/namespaces/shop/terminated"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString())
                .body();
        Map<String, Integer> kept = new HashMap<>();
        for (Matcher run = RUN.matcher(list); run.find(); ) {
            kept.put(run.group(1), Integer.parseInt(run.group(2)));
        }
        return kept;
    }

    /** Takes out of {@code ended} the pods whose logs are there now. */
    private static void look(Map<String, Integer> kept, Map<String, Long> ended, List<Long> took, int lines) {
        long now = System.nanoTime();
        kept.forEach((pod, count) -> {
            Long since = ended.remove(pod);
            if (since != null && count != lines) {
                throw new IllegalStateException(pod + " has only " + count + " lines");
            }
            if (since != null) {
                took.add(now - since);
            }
        });
    }
}
