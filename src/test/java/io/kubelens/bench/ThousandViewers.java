package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** From the kubelet's write of a line to each of a thousand viewers, all on one pod that writes evenly. */
final class ThousandViewers implements Figure {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WINDOW_SECONDS = 10;

    private final List<Double> medians = new ArrayList<>();
    private final List<Double> p99s = new ArrayList<>();

    /** Arguments: viewers (1000), lines per second (100). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int viewers = Figure.number(arguments, 0, 1000);
        int perSecond = Figure.number(arguments, 1, 100);
        int window = WINDOW_SECONDS * perSecond;
        try (PackagedLens gateway = rig.gateway("")) {
            BulkLog log = new BulkLog(200, window * (Pairs.RUNS + 2) + 1);
            String pod = rig.pod(log, gateway);
            log.add(Clocks.nanos(), 0);
            log.publish();
            try (Crowd crowd = Crowd.open(gateway.port(), viewers, rig.events(pod, "tail=1"), 0)) {
                crowd.await(1, PATIENCE);
                for (int i = 0; i < Pairs.RUNS + 2; i++) {
                    window(crowd, log, 1 + i * window, window, perSecond, i >= 2);
                }
                report(gateway, log, viewers, perSecond);
            }
        }
    }

    private void window(Crowd crowd, BulkLog log, int first, int lines, int perSecond, boolean counts) {
        AtomicLongArray written = new AtomicLongArray(lines);
        Latencies latencies = new Latencies();
        crowd.tell((viewer, before, after, nanos) -> {
            for (int i = before; i < after; i++) {
                latencies.add(nanos - written.get(i - first));
            }
        });
        Pacer.write(
                first,
                first + lines,
                perSecond,
                Duration.ofNanos(1_000_000_000L / perSecond / 4),
                i -> {
                    written.set(i - first, System.nanoTime());
                    log.add(Clocks.nanos(), i);
                    log.publish();
                },
                () -> {});
        crowd.await(first + lines, PATIENCE);
        System.out.println("  " + latencies + (counts ? "" : " (warm-up)"));
        if (counts) {
            medians.add(latencies.millis(0.5));
            p99s.add(latencies.millis(0.99));
        }
    }

    private void report(PackagedLens gateway, BulkLog log, int viewers, int perSecond)
            throws IOException, InterruptedException {
        System.out.println("thousand viewers, " + viewers + " of one pod with " + perSecond
                + " lines/s, all delivered, in ms: median " + new Samples(medians) + ", p99 " + new Samples(p99s));
        System.out.println("thousand viewers: upstreams " + Rig.upstreams(gateway) + " by the gateway's count, "
                + log.open() + " by the kubelet's; gateway " + Footprint.of(gateway.pid()));
    }
}
