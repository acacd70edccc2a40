package io.kubelens.bench;

import io.kubelens.real.ApiAccess;
import io.kubelens.real.BulkLog;
import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Keycloak;
import io.kubelens.real.PackagedLens;
import io.kubelens.real.RealCluster;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The servers that the figures are measured on. */
final class Rig implements AutoCloseable {
    private static final Pattern UPSTREAMS = Pattern.compile("(?m)^kubelens_log_upstreams(?:\\{[^}]*})? (\\S+)$");

    private final AtomicInteger pods = new AtomicInteger();
    private final Keycloak keycloak = Keycloak.shared();
    private final RealCluster cluster = RealCluster.start();

    RealCluster cluster() {
        return cluster;
    }

    Keycloak keycloak() {
        return keycloak;
    }

    /** The gateway in its own process; flags for its java may be in the property {@code kubelens.bench.java}. */
    PackagedLens gateway(String moreConfig) {
        return gateway(moreConfig, config -> config);
    }

    PackagedLens gateway(String moreConfig, UnaryOperator<GatewayConfig> change) {
        GatewayConfig config = change.apply(GatewayConfig.of(keycloak).and(moreConfig));
        return PackagedLens.ready(cluster, config, System.getProperty("kubelens.bench.java", ""));
    }

    /** A token that is good for five minutes, and so are the streams opened with it. */
    String token() {
        return keycloak.token("developer");
    }

    ApiAccess api() {
        return ApiAccess.of(cluster);
    }

    String newName() {
        return "figure-" + pods.incrementAndGet();
    }

    /** A new pod with this log, known to the gateway. */
    String pod(BulkLog log, PackagedLens gateway) {
        String name = pod(log);
        gateway.client().awaitPod("shop", name, token());
        return name;
    }

    String pod(BulkLog log) {
        String name = newName();
        cluster.pods().running("shop", name, Map.of(), "app");
        cluster.kubelet().serve("shop", name, "app", log);
        return name;
    }

    /** Changes a pod of {@code shop} in a way that every list shows. */
    void touch(String pod) {
        cluster.pods().label("shop", pod, "touched", UUID.randomUUID().toString());
    }

    /** The request for a pod's log as server-sent events. */
    String events(String pod, String query) {
        return Crowd.get("/api/v1/namespaces/shop/pods/" + pod + "/logs?" + query, token(), "text/event-stream");
    }

    /** The upstreams that the gateway has open by its own count. */
    static String upstreams(PackagedLens gateway) throws IOException, InterruptedException {
        Matcher found = UPSTREAMS.matcher(gateway.metrics());
        return found.find() ? found.group(1) : "not told";
    }

    @Override
    public void close() {
        cluster.close();
        keycloak.close();
    }
}
