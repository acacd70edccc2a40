package io.kubelens;

import io.kubelens.config.Config;
import io.kubelens.http.OpenStreams;
import io.kubelens.kube.ClusterCache;
import io.kubelens.logs.Logs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The configuration that is in force; there is one at any time, and everybody asks here for it. */
final class LiveConfig implements Supplier<Config> {
    /** New namespaces are shown when they have been read; policies must not wait long for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private volatile Config now;

    LiveConfig(Config now) {
        this.now = now;
    }

    @Override
    public Config get() {
        return now;
    }

    Config.Auth auth() {
        return now.auth();
    }

    Config.Logs logs() {
        return now.logs();
    }

    Config.Kubernetes kubernetes() {
        return now.kubernetes();
    }

    List<String> namespaces() {
        return now.kubernetes().allowedNamespaces();
    }

    List<String> secretsGroups() {
        return now.auth().allowedSecretsGroups();
    }

    /** Puts another one in force: what it adds is there before, what it takes away is gone after. */
    void replace(Config next, ClusterCache cache, OpenStreams streams, Logs logs, Retention retention) {
        ClusterCache.Change change = cache.change(next.kubernetes());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!change.settled() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        change.show();
        now = next;
        streams.reconsider();
        logs.reconsider();
        retention.reconsider();
        change.end();
    }
}
