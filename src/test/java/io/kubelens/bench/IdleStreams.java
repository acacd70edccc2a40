package io.kubelens.bench;

import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What streams cost on which nothing happens. */
final class IdleStreams implements Figure {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(20);

    /** Arguments: streams (5000), times measured (3), pods (twice: 50, then 1). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int streams = Figure.number(arguments, 0, 5000);
        int times = Figure.number(arguments, 1, 3);
        int pods = Figure.number(arguments, 2, 0);
        for (int spread : pods > 0 ? List.of(pods) : List.of(50, 1)) {
            List<Double> rss = new ArrayList<>();
            List<Double> heap = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Cost cost = measure(rig, streams, spread);
                System.out.println("  " + cost);
                rss.add(cost.rss() / streams);
                heap.add(cost.heap() / streams);
            }
            System.out.println("idle, " + streams + " streams of " + spread + " pods, KiB each: RSS " + new Samples(rss)
                    + ", of it heap " + new Samples(heap));
        }
    }

    /** What all streams added, in KiB after a collection, and how the process stood with them. */
    private record Cost(double rss, double heap, Footprint then, long virtual, String upstreams) {}

    private static Cost measure(Rig rig, int streams, int pods) throws Exception {
        try (PackagedLens gateway = rig.gateway("")) {
            List<String> requests = requests(rig, gateway, pods);
            open(gateway, requests, Math.min(200, streams)).close();
            Pacer.rest(Duration.ofSeconds(2));
            long heap = Footprint.heapAfterCollection(gateway.pid());
            Footprint before = Footprint.of(gateway.pid());
            try (Crowd crowd = open(gateway, requests, streams)) {
                Pacer.rest(IDLE);
                crowd.await(1, PATIENCE);
                long heapThen = Footprint.heapAfterCollection(gateway.pid());
                Footprint then = Footprint.of(gateway.pid());
                return new Cost(
                        then.rss() - before.rss(),
                        heapThen - heap,
                        then,
                        Footprint.virtualThreads(gateway.pid()),
                        Rig.upstreams(gateway));
            }
        }
    }

    private static List<String> requests(Rig rig, PackagedLens gateway, int pods) {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            requests.add(rig.events(rig.pod(BulkLog.full(200, 1), gateway), "tail=1"));
        }
        return requests;
    }

    private static Crowd open(PackagedLens gateway, List<String> requests, int streams) throws IOException {
        Crowd crowd = Crowd.open(gateway.port(), streams, i -> requests.get(i % requests.size()), i -> Counting::marks);
        crowd.await(1, PATIENCE);
        return crowd;
    }
}
