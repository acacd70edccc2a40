package io.kubelens.bench;

import io.kubelens.real.PackagedLens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What users wait for the list of a large namespace while many of them poll it. */
final class Lists implements Figure {
    private static final String SHOP = "/api/v1/namespaces/shop/";
    private static final int REPLICAS = 20;

    /** Samples; the compiler is done after half a minute. */
    private static final int WARM_UP = 3;

    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String GZIP = "Accept-Encoding: gzip\r\n";
    private static final List<Way> WAYS = List.of(
            new Way("pods, light", "pods?light=true", "", false),
            new Way("pods, light, gzip", "pods?light=true", GZIP, false),
            new Way("pods, light, gzip, If-None-Match", "pods?light=true", GZIP, true),
            new Way("pods, full", "pods", "", false),
            new Way("pods, full, gzip", "pods", GZIP, false),
            new Way("apps, light, gzip, If-None-Match", "apps?light=true", GZIP, true));

    /**
     * How lists are asked for.
     *
     * @param remembers whether users send the tag of what they have
     */
    private record Way(String name, String query, String header, boolean remembers) {}

    /**
     * Arguments: pods (2000), users (50), seconds of each sample (15), pods that change per minute (12), samples (7), and
     * a part of the names of the ways to be measured (all).
     */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int pods = Figure.number(arguments, 0, 2000);
        int users = Figure.number(arguments, 1, 50);
        Duration time = Duration.ofSeconds(Figure.number(arguments, 2, 15));
        int changes = Figure.number(arguments, 3, 12);
        int samples = Figure.number(arguments, 4, 7);
        String part = arguments.size() > 5 ? arguments.get(5) : "";
        List<String> names = create(rig, pods);
        try (PackagedLens gateway = rig.gateway("");
                ScheduledExecutorService churn = Executors.newSingleThreadScheduledExecutor()) {
            gateway.client().awaitPod("shop", names.getLast(), rig.token());
            AtomicInteger next = new AtomicInteger();
            if (changes > 0) {
                long pause = TimeUnit.MINUTES.toMillis(1) / changes;
                var unused = churn.scheduleAtFixedRate(
                        () -> rig.touch(names.get(next.getAndIncrement() % names.size())),
                        pause,
                        pause,
                        TimeUnit.MILLISECONDS);
            }
            List<Way> ways =
                    WAYS.stream().filter(way -> way.name().contains(part)).toList();
            for (Way way : ways) {
                String request = request(way, rig.token());
                for (int i = 0; i < WARM_UP; i++) {
                    var unused = Polling.measure(gateway.port(), request, way.remembers(), users, EVERY, time);
                }
                int before = rig.cluster().asked();
                double cpu = Footprint.of(gateway.pid()).cpu();
                List<Polling> all = new ArrayList<>();
                for (int i = 0; i < samples; i++) {
                    all.add(Polling.measure(gateway.port(), request, way.remembers(), users, EVERY, time));
                }
                System.out.printf(
                        "lists, %d pods, %d users, %s: %s; %.0f %% of a core; %d calls of the API server%n",
                        pods,
                        users,
                        way.name(),
                        Polling.text(all),
                        100 * (Footprint.of(gateway.pid()).cpu() - cpu) / time.toSeconds() / samples,
                        rig.cluster().asked() - before);
            }
            System.out.println("lists: gateway " + Footprint.of(gateway.pid()) + ", heap after collection "
                    + Footprint.heapAfterCollection(gateway.pid()) / 1024 + " MiB");
            churn.shutdownNow();
        }
    }

    /** Deployments of 20 pods each, with labels that do not compress. */
    private static List<String> create(Rig rig, int pods) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pods / REPLICAS; i++) {
            String app = "crew-" + UUID.randomUUID().toString().substring(0, 8);
            rig.cluster().pods().deployment("shop", app, Map.of("app", app), REPLICAS, "app", "proxy").stream()
                    .map(pod -> pod.getMetadata().getName())
                    .forEach(names::add);
        }
        names.forEach(rig::touch);
        return names;
    }

    private static String request(Way way, String token) {
        return "GET " + SHOP + way.query() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n"
                + way.header();
    }
}
