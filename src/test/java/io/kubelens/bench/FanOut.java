package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Lines per second to all viewers of one pod together, by what a bare server reaches with the same bytes. */
final class FanOut implements Figure {
    private static final int LENGTH = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Arguments: viewers (200), lines at once (20000), lines per second for an even load (3000; 0 = none). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int viewers = Figure.number(arguments, 0, 200);
        int lines = Figure.number(arguments, 1, 20_000);
        int even = Figure.number(arguments, 2, 3000);
        Path frames = Files.createTempFile("frames", ".txt");
        try (PackagedLens gateway = rig.gateway("logs: {max_tail_lines: " + lines + "}\n")) {
            capture(rig, gateway, lines, frames);
            try (BareProcess bare = BareProcess.start(frames)) {
                Pairs pairs =
                        Pairs.measure(() -> burst(rig, gateway, viewers, lines), () -> bare(bare, viewers, lines));
                System.out.println("fan-out, " + viewers + " viewers, " + lines + " lines at once of "
                        + Files.size(frames) / lines + " bytes, lines/s: " + pairs);
            }
            if (even > 0) {
                System.out.println(even(rig, gateway, viewers, even));
            }
            System.out.println("fan-out: gateway " + Footprint.of(gateway.pid()));
        } finally {
            Files.delete(frames);
        }
    }

    /** What one viewer gets for these lines. */
    private static void capture(Rig rig, PackagedLens gateway, int lines, Path file)
            throws IOException, InterruptedException {
        String pod = rig.pod(BulkLog.full(LENGTH, lines), gateway);
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/namespaces/shop/pods/" + pod
                + "/logs?follow=false&tail=" + lines);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + rig.token())
                    .header("Accept", "text/event-stream")
                    .build();
            http.send(request, BodyHandlers.ofFile(file));
        }
    }

    private static double burst(Rig rig, PackagedLens gateway, int viewers, int lines) throws IOException {
        BulkLog log = new BulkLog(LENGTH, lines + 1);
        String pod = rig.pod(log, gateway);
        try (Crowd crowd = follow(rig, gateway, pod, log, viewers)) {
            long now = Clocks.nanos();
            for (int i = 1; i <= lines; i++) {
                log.add(now + i * 1000L, i);
            }
            long start = System.nanoTime();
            log.publish();
            return perSecond((long) viewers * lines, crowd.await(lines + 1, PATIENCE) - start);
        }
    }

    /** Everybody has the first line, and waits for more. */
    private static Crowd follow(Rig rig, PackagedLens gateway, String pod, BulkLog log, int viewers)
            throws IOException {
        log.add(Clocks.nanos(), 0);
        log.publish();
        Crowd crowd = Crowd.open(gateway.port(), viewers, rig.events(pod, "tail=1"), 0);
        crowd.await(1, PATIENCE);
        return crowd;
    }

    private static double bare(BareProcess bare, int viewers, int lines) throws Exception {
        try (Crowd crowd = Crowd.open(bare.port(), viewers, i -> Crowd.get("/", "", "*/*"), i -> Counting::marks)) {
            crowd.awaitHeads(PATIENCE);
            long start = System.nanoTime();
            bare.go();
            return perSecond((long) viewers * lines, crowd.await(lines, PATIENCE) - start);
        }
    }

    private static String even(Rig rig, PackagedLens gateway, int viewers, int perSecond) throws IOException {
        int lines = 10 * perSecond;
        BulkLog log = new BulkLog(LENGTH, lines + 1);
        String pod = rig.pod(log, gateway);
        try (Crowd crowd = follow(rig, gateway, pod, log, viewers)) {
            long start = Pacer.write(
                    1, lines + 1, perSecond, Duration.ofMillis(10), i -> log.add(Clocks.nanos(), i), log::publish);
            long written = System.nanoTime();
            long end = crowd.await(lines + 1, PATIENCE);
            return "fan-out, %d viewers, %d lines/s written evenly: %.0f lines/s delivered, the last %.0f ms after its writing, %s"
                    .formatted(
                            viewers,
                            perSecond,
                            perSecond((long) viewers * lines, end - start),
                            Math.max(0, end - written) / 1e6,
                            log.open() + " upstreams");
        }
    }

    private static double perSecond(long lines, long nanos) {
        return (double) lines * TimeUnit.SECONDS.toNanos(1) / nanos;
    }
}
