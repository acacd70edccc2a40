package io.kubelens.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import io.kubelens.real.RealCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Lines per second of an app of many pods to one viewer, live and in the order of their times. */
final class MergedPods implements Figure {
    private static final int LENGTH = 200;
    private static final int SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Younger pods have an entry of their own in every cursor. */
    private static final Duration AGE = Duration.ofSeconds(11);

    /** A pod's lines come in small groups, as from a process that writes when its buffer is full. */
    private static final Duration GROUP = Duration.ofMillis(20);

    /** Arguments: pods (100), then any number of rates in lines per second (200000 400000). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int pods = Figure.number(arguments, 0, 100);
        List<Integer> rates = arguments.size() < 2
                ? List.of(200_000, 400_000)
                : arguments.stream().skip(1).map(Integer::valueOf).toList();
        try (PackagedLens gateway = rig.gateway("")) {
            for (int part = 8; part > 0; part /= 2) {
                // Cold code is too slow to keep the order.
                run(rig, gateway, pods, rates.getFirst() / part, Counting::marks);
            }
            for (int rate : rates) {
                List<Run> runs = new ArrayList<>();
                for (int i = 0; i < Pairs.RUNS; i++) {
                    runs.add(run(rig, gateway, pods, rate, new InOrder(0)));
                }
                report(pods, rate, runs);
            }
            System.out.println("merge: gateway " + Footprint.of(gateway.pid()));
        }
    }

    /** Lines per second that came, in order, and the last one's delay behind its writing in milliseconds. */
    private record Run(double perSecond, double lag) {}

    private static void report(int pods, int rate, List<Run> runs) {
        System.out.println("merge, " + pods + " pods, " + rate + " lines/s written, in order: lines/s "
                + new Samples(runs.stream().map(Run::perSecond).toList()) + ", the last came after its writing, in ms: "
                + new Samples(runs.stream().map(Run::lag).toList()));
    }

    private static Run run(Rig rig, PackagedLens gateway, int pods, int rate, Counting counting) throws Exception {
        String app = rig.newName();
        List<Pod> members = rig.cluster().pods().deployment("shop", app, Map.of("app", app), pods, "app");
        List<BulkLog> logs = members.stream()
                .map(pod -> serve(rig.cluster(), pod, rate * SECONDS / pods + 2))
                .toList();
        gateway.client().awaitPod("shop", members.getLast().getMetadata().getName(), rig.token());
        String path = "/api/v1/namespaces/shop/apps/" + app + "/logs?tail=0";
        String request = Crowd.get(path, rig.token(), "text/event-stream");
        try (Crowd one = Crowd.open(gateway.port(), 1, i -> request, i -> counting)) {
            Awaitility.await("all pods are followed").atMost(PATIENCE).until(() -> logs.stream()
                    .allMatch(log -> log.open() > 0));
            Pacer.rest(AGE);
            write(logs, 0, pods);
            one.await(pods, PATIENCE);
            return run(one, logs, rate);
        } finally {
            members.forEach(rig.cluster().pods()::delete);
        }
    }

    private static Run run(Crowd one, List<BulkLog> logs, int rate) {
        int pods = logs.size();
        int lines = rate * SECONDS;
        Stretch middle = new Stretch(pods + lines / 10, pods + lines / 10 * 9);
        one.tell(middle);
        long base = Clocks.nanos();
        long step = 1_000_000_000L / rate;
        Pacer.write(
                pods,
                pods + lines,
                rate,
                GROUP,
                i -> logs.get(i % pods).add(base + (i - pods) * step, i),
                () -> logs.forEach(BulkLog::publish));
        long written = System.nanoTime();
        long end = one.await(pods + lines, PATIENCE);
        return new Run(middle.perSecond(), (end - written) / 1e6);
    }

    private static void write(List<BulkLog> logs, int from, int to) {
        long now = Clocks.nanos();
        IntStream.range(from, to).forEach(i -> logs.get(i % logs.size()).add(now + i, i));
        logs.forEach(BulkLog::publish);
    }

    private static BulkLog serve(RealCluster cluster, Pod pod, int capacity) {
        BulkLog log = new BulkLog(LENGTH, capacity);
        cluster.kubelet().serve("shop", pod.getMetadata().getName(), "app", log);
        return log;
    }
}
