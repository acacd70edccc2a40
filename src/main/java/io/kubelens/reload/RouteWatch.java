package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the gateway serve the route files when they have changed. */
public final class RouteWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    private final RouteKeeper keeper;
    private final Consumer<List<RouteFile>> gateway;
    private final Reloads reloads;
    private final Looking<Seen> looking;
    private List<RouteFile> serving;

    /** @param gateway serves other routes from then on, or throws {@link RoutesRefused} and serves as before */
    public RouteWatch(
            RouteKeeper keeper, RouteKeeper.Started<?> started, Consumer<List<RouteFile>> gateway, Reloads reloads) {
        this.keeper = keeper;
        this.gateway = gateway;
        this.reloads = reloads;
        this.looking = new Looking<>("routes-watch", started.seen(), keeper::look, this::judge, this::failed);
        this.serving = started.serving();
        if (!started.seen().files().equals(started.serving())) {
            count(started.problems());
        }
    }

    public void start() {
        looking.start();
    }

    /** One look. */
    void look() {
        looking.look();
    }

    private void failed(Throwable e) {
        count(List.of());
        LOG.error("The routes could not be replaced; those before serve on", e);
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
        reloads.took(changes.toString());
        LOG.info("Routes reloaded in {} ms: {}", millis, changes);
        keeper.keep(now.files());
    }

    private void refuse(List<RouteProblem> problems) {
        count(problems);
        LOG.error("{}; the routes before serve on", Complaint.of(problems));
    }

    private void count(List<RouteProblem> problems) {
        reloads.refuse(
                problems.stream().map(RouteProblem::toString).toList(),
                problems.stream()
                        .map(each -> each.file() + ":" + each.line() + ": " + each.route())
                        .toList());
    }

    @Override
    public void close() {
        looking.close();
    }
}
