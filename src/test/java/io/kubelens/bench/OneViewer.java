package io.kubelens.bench;

import io.kubelens.real.ApiAccess;
import io.kubelens.real.BulkLog;
import io.kubelens.real.PackagedLens;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** How long the whole log of a pod takes, by the time that curl needs for it from the API server. */
final class OneViewer implements Figure {
    private static final int LENGTH = 200;
    private static final String SSE = "text/event-stream";

    /** Arguments: which way ({@code all}), how many lines (200000). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        String which = arguments.isEmpty() ? "all" : arguments.getFirst();
        int lines = Figure.number(arguments, 1, 200_000);
        BulkLog log = BulkLog.full(LENGTH, lines);
        String since = "since=" + log.first().minusSeconds(3600) + "&follow=false";
        String tail = "tail=" + lines + "&follow=false";
        try (PackagedLens gateway = rig.gateway("logs: {max_tail_lines: " + lines + "}\n")) {
            String pod = rig.pod(log, gateway);
            Callable<Double> direct = direct(rig.api(), pod, lines);
            if (which.matches("all|sse")) {
                report("sse, tail", Pairs.measure(curl(rig, gateway, pod, tail, SSE, lines), direct));
            }
            if (which.matches("all|plain")) {
                report("plain, tail", Pairs.measure(curl(rig, gateway, pod, tail, "text/plain", lines), direct));
            }
            if (which.matches("all|since")) {
                report("sse, since", Pairs.measure(curl(rig, gateway, pod, since, SSE, lines), direct));
            }
            if (which.matches("all|follow")) {
                report("sse, tail, follow", Pairs.measure(follow(rig, gateway, log, lines), direct));
            }
            System.out.println("one viewer: gateway " + Footprint.of(gateway.pid()));
        }
    }

    private static void report(String how, Pairs pairs) {
        System.out.println("one viewer, " + how + ", seconds: " + pairs);
    }

    private static Callable<Double> direct(ApiAccess api, String pod, int lines) {
        String url = api.url() + "/api/v1/namespaces/shop/pods/" + pod + "/log?container=app";
        long bytes = lines * (LENGTH + 1L);
        return () -> {
            Curl.Download all =
                    Curl.get(url, "--cacert", api.ca().toString(), "-H", "Authorization: Bearer " + api.token());
            return checked(all, bytes, bytes);
        };
    }

    private static Callable<Double> curl(
            Rig rig, PackagedLens gateway, String pod, String query, String accept, int lines) {
        String url = "http://127.0.0.1:" + gateway.port() + "/api/v1/namespaces/shop/pods/" + pod + "/logs?" + query;
        long bytes = lines * (LENGTH + 1L);
        // A marker says the end.
        long most = accept.equals(SSE) ? Long.MAX_VALUE : bytes + 200;
        return () -> checked(
                Curl.get(url, "-H", "Accept: " + accept, "-H", "Authorization: Bearer " + rig.token()), bytes, most);
    }

    private static double checked(Curl.Download got, long least, long most) {
        if (got.bytes() < least || got.bytes() > most) {
            throw new IllegalStateException("expected " + least + " bytes: " + got);
        }
        return got.seconds();
    }

    /** Each time a new pod, so that nothing of the log is in memory; until the last line is here. */
    private static Callable<Double> follow(Rig rig, PackagedLens gateway, BulkLog log, int lines) {
        return () -> follow(rig.events(rig.pod(log, gateway), "tail=" + lines), gateway.port(), lines);
    }

    private static double follow(String request, int port, int lines) throws IOException {
        try (Crowd one = Crowd.open(port, 1, request, 0)) {
            return (one.await(lines, Duration.ofMinutes(1)) - one.asked()) / 1e9;
        }
    }
}
