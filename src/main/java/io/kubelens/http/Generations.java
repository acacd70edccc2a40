package io.kubelens.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one generation of routes in the place of another: the new one is complete before the reference is flipped, and
 * the old one is stopped when its plain requests have been answered.
 */
final class Generations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final CurrentRoutes current;
    private final Function<List<RouteFile>, Generation> maker;
    private final Duration patience;
    private final Set<Generation> retired = ConcurrentHashMap.newKeySet();
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * @param maker checks and starts; throws {@link RoutesRefused}
     * @param patience how long the requests of an old generation may take
     */
    Generations(CurrentRoutes current, Function<List<RouteFile>, Generation> maker, Duration patience) {
        this.current = current;
        this.maker = maker;
        this.patience = patience;
    }

    /**
     * Serves these from now on.
     *
     * @throws RoutesRefused if they may not run; then nothing has changed
     */
    void serve(List<RouteFile> files) {
        changing.lock();
        try {
            Generation next = maker.apply(files);
            Generation old = current.flip(next);
            if (old != null) {
                old.standDown();
            }
            try {
                next.goLive();
            } catch (RoutesRefused e) {
                next.standDown();
                current.flip(old);
                retire(next);
                resume(old);
                throw e;
            }
            if (old != null) {
                retire(old);
            }
        } finally {
            changing.unlock();
        }
    }

    /** After {@link Generation#standDown}. It has been live before: what fails now is a surprise, and it serves on. */
    private static void resume(@Nullable Generation old) {
        if (old == null) {
            return;
        }
        try {
            old.goLive();
        } catch (RoutesRefused e) {
            LOG.error("What begins by itself could not be started again: {}", e.getMessage());
        }
    }

    private void retire(Generation old) {
        retired.add(old);
        Thread.ofVirtual().name("retire").start(() -> {
            drain(old);
            old.close();
            retired.remove(old);
        });
    }

    private void drain(Generation old) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (old.working() > 0 && retired.contains(old)) {
            if (System.nanoTime() > deadline) {
                LOG.warn(
                        "Stopped routes that were replaced {} s ago while {} requests ran on them",
                        patience.toSeconds(),
                        old.working());
                return;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** Those that have been replaced and are still working. */
    int retired() {
        return retired.size();
    }

    @Override
    public void close() {
        changing.lock();
        try {
            for (Generation old : List.copyOf(retired)) {
                retired.remove(old);
                old.close();
            }
            Generation serving = current.serving();
            if (serving != null) {
                serving.close();
            }
        } finally {
            changing.unlock();
        }
    }
}
