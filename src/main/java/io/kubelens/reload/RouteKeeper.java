package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway on the route files, or on the last good ones when these are broken, and keeps what is good. */
public final class RouteKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);

    private final RouteSource source;
    private final @Nullable LastGood lastGood;

    /** @param lastGood null when none are kept */
    public RouteKeeper(RouteSource source, @Nullable LastGood lastGood) {
        this.source = source;
        this.lastGood = lastGood;
    }

    /**
     * A gateway, and what it was started on.
     *
     * @param serving the files whose routes run
     * @param seen what there was to see in the folders, which need not be the same
     * @param problems why it is not; empty if it is
     */
    public record Started<T>(T gateway, List<RouteFile> serving, Seen seen, List<RouteProblem> problems) {}

    /**
     * Starts one.
     *
     * @param gateway makes it; throws {@link RoutesRefused}
     * @throws RoutesRefused if neither the files nor the last good ones may run; it tells of the files
     */
    public <T> Started<T> start(Function<List<RouteFile>, T> gateway) {
        Seen seen = look();
        List<RouteProblem> problems = seen.problems();
        if (seen.isReadable()) {
            try {
                Started<T> started = new Started<>(gateway.apply(seen.files()), seen.files(), seen, List.of());
                keep(seen.files());
                return started;
            } catch (RoutesRefused e) {
                problems = e.problems();
            }
        }
        List<RouteFile> kept = kept();
        if (kept.isEmpty()) {
            throw new RoutesRefused(problems);
        }
        LOG.error("{}; starting with the last good routes, kept in {}", Complaint.of(problems), where());
        return new Started<>(gateway.apply(kept), kept, seen, problems);
    }

    Seen look() {
        return Seen.by(source);
    }

    /** Routes that serve and cannot be kept still serve: a full disk must not stop an edit. */
    void keep(List<RouteFile> files) {
        if (lastGood == null) {
            return;
        }
        try {
            lastGood.keep(files);
        } catch (IOException e) {
            LOG.error("Could not keep the routes in {} for the next start: {}", where(), e.toString());
        }
    }

    private List<RouteFile> kept() {
        if (lastGood == null) {
            return List.of();
        }
        try {
            return lastGood.read();
        } catch (IOException e) {
            LOG.error("Could not read the last good routes in {}: {}", where(), e.toString());
            return List.of();
        }
    }

    private String where() {
        return lastGood == null ? "" : lastGood.folder().toString();
    }
}
