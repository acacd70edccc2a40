package io.kubelens.bench;

import io.kubelens.real.ApiAccess;
import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The longest tail of the longest lines, for one viewer of a gateway that has just started. */
final class LongLines implements Figure {

    /** Arguments: lines (10000), characters of each (10000). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int lines = Figure.number(arguments, 0, 10_000);
        int length = Figure.number(arguments, 1, 10_000);
        BulkLog log = BulkLog.full(length, lines);
        List<Double> first = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        List<Double> direct = new ArrayList<>();
        for (int i = 0; i < Pairs.RUNS; i++) {
            try (PackagedLens gateway = rig.gateway("")) {
                String cold = rig.events(rig.pod(log, gateway), "tail=" + lines);
                String warm = rig.events(rig.pod(log, gateway), "tail=" + lines);
                Footprint before = Footprint.of(gateway.pid());
                Footprint.forgetPeak(gateway.pid());
                first.add(tail(gateway.port(), cold, lines, all));
                Footprint after = Footprint.of(gateway.pid());
                again.add(tail(gateway.port(), warm, lines, new ArrayList<>()));
                direct.add(one(rig.api(), rig.pod(log, gateway)));
                System.out.println("  before: " + before + "; after: " + after + "; after another pod's: "
                        + Footprint.of(gateway.pid()));
            }
        }
        System.out.println("long lines, " + lines + " of " + length + " characters, seconds: first line cold "
                + new Samples(first) + ", all " + new Samples(all) + "; first line warm " + new Samples(again)
                + "; a single line by curl on the API server " + new Samples(direct));
    }

    private static double tail(int port, String request, int lines, List<Double> all) throws Exception {
        try (Crowd one = Crowd.open(port, 1, request, 0)) {
            all.add((one.await(lines, Duration.ofMinutes(2)) - one.asked()) / 1e9);
            return one.firstLine();
        }
    }

    /** What the API server itself needs to begin. */
    private static double one(ApiAccess api, String pod) throws Exception {
        return Curl.get(
                        api.url() + "/api/v1/namespaces/shop/pods/" + pod + "/log?container=app&tailLines=1",
                        "--cacert",
                        api.ca().toString(),
                        "-H",
                        "Authorization: Bearer " + api.token())
                .seconds();
    }
}
