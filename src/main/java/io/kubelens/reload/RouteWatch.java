package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the route files again and again, and has the gateway serve them when they have changed. It compares content,
 * and so sees links that were moved, too; it believes a change when two looks have seen the same.
 */
public final class RouteWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);
    /** An edit takes effect after two looks and a reload, together within a second. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RouteKeeper keeper;
    private final Consumer<List<RouteFile>> gateway;
    private final Reloads reloads;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("routes-watch").daemon().unstarted(this::run);
    private List<RouteFile> serving;
    private Seen before;
    private Seen judged;

    /** @param gateway serves other routes from then on, or throws {@link RoutesRefused} and serves as before */
    public RouteWatch(
            RouteKeeper keeper, RouteKeeper.Started<?> started, Consumer<List<RouteFile>> gateway, Reloads reloads) {
        this.keeper = keeper;
        this.gateway = gateway;
        this.reloads = reloads;
        this.serving = started.serving();
        this.before = started.seen();
        this.judged = started.seen();
        if (!started.seen().files().equals(started.serving())) {
            reloads.refuse();
        }
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                lookSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is thrown here would end the watch without a word. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            reloads.refuse();
            LOG.error("Could not look at the routes; those before serve on", e);
        }
    }

    /** One look. */
    void look() {
        Seen now = keeper.look();
        boolean settled = now.equals(before);
        before = now;
        if (settled && !now.equals(judged)) {
            judged = now;
            judge(now);
        }
    }

    private void judge(Seen now) {
        if (!now.isReadable()) {
            refuse(now.problems());
            return;
        }
        Changes changes = Changes.between(serving, now.files());
        if (changes.isNothing()) {
            serving = now.files();
            reloads.agree();
            LOG.info("The route files are again those that serve");
            return;
        }
        long begin = System.nanoTime();
        try {
            gateway.accept(now.files());
        } catch (RoutesRefused e) {
            refuse(e.problems());
            return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        serving = now.files();
        reloads.took();
        LOG.info("Routes reloaded in {} ms: {}", millis, changes);
        keeper.keep(now.files());
    }

    private void refuse(List<RouteProblem> problems) {
        reloads.refuse();
        LOG.error("{}; the routes before serve on", Complaint.of(problems));
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                LOG.warn("A reload did not end before the gateway stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
