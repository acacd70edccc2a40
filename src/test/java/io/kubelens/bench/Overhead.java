package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lines per second to all viewers of one pod, with the audit on and the metrics read once a second, by what the same
 * gateway reaches with the audit off and nobody reading the metrics. The counters themselves are never off.
 */
final class Overhead implements Figure {
    private static final int LENGTH = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SCRAPE = Duration.ofSeconds(1);

    /** Arguments: viewers (200), lines at once (20000), pairs (11), pairs before that do not count (3). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int viewers = Figure.number(arguments, 0, 200);
        int lines = Figure.number(arguments, 1, 20_000);
        int pairs = Figure.number(arguments, 2, 11);
        int warmUp = Figure.number(arguments, 3, 3);
        try (PackagedLens with = gateway(rig, lines, true);
                PackagedLens without = gateway(rig, lines, false)) {
            List<Double> a = new ArrayList<>();
            List<Double> b = new ArrayList<>();
            for (int i = 0; i < warmUp + pairs; i++) {
                // Each is the first of a pair as often as the other: what one leaves behind disturbs both alike.
                boolean first = i % 2 == 0;
                double one = first ? scraped(with, burst(rig, with, viewers, lines)) : -1;
                b.add(burst(rig, without, viewers, lines).call());
                a.add(first ? one : scraped(with, burst(rig, with, viewers, lines)));
            }
            Pairs measured =
                    new Pairs(new Samples(a.subList(warmUp, a.size())), new Samples(b.subList(warmUp, b.size())));
            System.out.println("overhead of audit and metrics, " + viewers + " viewers, " + lines
                    + " lines at once, lines/s: " + measured);
        }
    }

    private static PackagedLens gateway(Rig rig, int lines, boolean audit) {
        return rig.gateway(
                "logs: {max_tail_lines: " + lines + "}\n",
                config -> config.with("server:\n", "server:\n  audit_logs: " + audit + "\n"));
    }

    /** While somebody reads the metrics. */
    private static double scraped(PackagedLens gateway, Callable<Double> burst) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Thread scraper = Thread.ofVirtual().name("scraper").start(() -> {
            try {
                do {
                    gateway.metrics();
                } while (!over.await(SCRAPE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return burst.call();
        } finally {
            over.countDown();
            scraper.join();
        }
    }

    /** From the opening of the streams, which is what is audited, to the last line of the last viewer. */
    private static Callable<Double> burst(Rig rig, PackagedLens gateway, int viewers, int lines) {
        return () -> {
            BulkLog log = new BulkLog(LENGTH, lines + 1);
            String pod = rig.pod(log, gateway);
            log.add(Clocks.nanos(), 0);
            log.publish();
            long start = System.nanoTime();
            try (Crowd crowd = Crowd.open(gateway.port(), viewers, rig.events(pod, "tail=1"), 0)) {
                crowd.await(1, PATIENCE);
                long now = Clocks.nanos();
                for (int i = 1; i <= lines; i++) {
                    log.add(now + i * 1000L, i);
                }
                log.publish();
                long taken = crowd.await(lines + 1, PATIENCE) - start;
                return (double) viewers * lines * TimeUnit.SECONDS.toNanos(1) / taken;
            }
        };
    }
}
