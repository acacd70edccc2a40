package io.kubelens.real;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A {@link Lens} on the {@link SharedCluster}, for all tests of a class, as a developer asks it. */
@SuppressWarnings("NullAway.Init")
public final class RunningLens implements BeforeAllCallback, AfterAllCallback {
    private final boolean patient;
    private RealCluster cluster;
    private Lens lens;
    private String token;

    private RunningLens(boolean patient) {
        this.patient = patient;
    }

    public static RunningLens patient() {
        return new RunningLens(true);
    }

    /** What no viewer follows is not read. */
    public static RunningLens withoutPatience() {
        return new RunningLens(false);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster = SharedCluster.of(context);
        Keycloak keycloak = Keycloak.shared();
        GatewayConfig config = GatewayConfig.of(keycloak);
        lens = Lens.ready(cluster, patient ? config : config.withoutPatience());
        token = keycloak.token("developer");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (lens != null) {
            lens.close();
        }
    }

    public RealCluster cluster() {
        return cluster;
    }

    public GatewayClient client() {
        return lens.client();
    }

    public String token() {
        return token;
    }

    /** What the gateway keeps of pods that have ended. */
    KeptLogs kept() {
        return new KeptLogs(client(), token);
    }

    boolean isReady() {
        return lens.isReady();
    }

    /** A pod in {@code shop} of which the gateway has heard. */
    ContainerLog pod(String name) {
        cluster.pods().running("shop", name, Map.of(), "app");
        client().awaitPod("shop", name, token);
        return cluster.log(name);
    }

    RunningLog running(String name, Duration pace) {
        return RunningLog.start(cluster, lens, token, name, pace);
    }

    LogViewer follow(String path) {
        return client().follow(path, token);
    }
}
