package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * One look at the route files.
 *
 * @param files their whole content, so that two looks can be compared whatever links, times and sizes say
 * @param problems why they could not be read; empty if they could
 */
public record Seen(List<RouteFile> files, List<RouteProblem> problems) {
    static Seen of(List<RouteFile> files) {
        return new Seen(List.copyOf(files), List.of());
    }

    static Seen by(RouteSource source) {
        try {
            return of(source.read());
        } catch (RoutesRefused e) {
            return new Seen(List.of(), e.problems());
        } catch (IOException e) {
            return unreadable(e);
        } catch (UncheckedIOException e) {
            // A folder may fail while it is being listed.
            return unreadable(Objects.requireNonNull(e.getCause()));
        }
    }

    private static Seen unreadable(IOException e) {
        String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return new Seen(List.of(), List.of(new RouteProblem("routes", 1, "-", reason)));
    }

    boolean isReadable() {
        return problems.isEmpty();
    }
}
