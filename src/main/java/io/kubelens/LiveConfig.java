package io.kubelens;

import io.kubelens.config.Config;
import io.kubelens.kube.ClusterCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The configuration that is in force; there is one at any time, and everybody asks here for it. */
final class LiveConfig implements Supplier<Config> {
    /** New namespaces are shown when they have been read; policies must not wait long for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Runnable pause;
    private volatile Config now;

    LiveConfig(Config now) {
        this(now, () -> LockSupport.parkNanos(PAUSE.toNanos()));
    }

    /** {@code pause} is between two looks at whether new namespaces have been read. */
    LiveConfig(Config now, Runnable pause) {
        this.now = now;
        this.pause = pause;
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

    /**
     * Puts another one in force: what it adds is there before, what it takes away is gone after. When this throws,
     * {@link #get} tells which one is in force, and that one is as a whole.
     *
     * @param followers judge by it what is open already; each is told, whatever the others throw
     */
    void replace(Config next, ClusterCache cache, List<Runnable> followers) {
        ClusterCache.Change change = cache.change(next.kubernetes());
        try {
            settle(change);
            change.show();
        } catch (RuntimeException | Error e) {
            change.abandon();
            throw e;
        }
        now = next;
        List<Runnable> steps = new ArrayList<>(followers);
        steps.add(change::end);
        runAll(steps);
    }

    private void settle(ClusterCache.Change change) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!change.settled() && System.nanoTime() < deadline) {
            pause.run();
        }
    }

    private static void runAll(List<Runnable> steps) {
        List<Throwable> failures = new ArrayList<>();
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            IllegalStateException all = new IllegalStateException("not everybody has followed", failures.removeFirst());
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }
}
