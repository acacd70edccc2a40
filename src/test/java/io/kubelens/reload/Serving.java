package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gateway that takes every set of routes but those with a file that says "bad". */
final class Serving {
    private final List<List<RouteFile>> taken = new ArrayList<>();
    private int asked;
    private @Nullable RuntimeException failure;

    /** What it throws the next time, for no fault of the files. */
    void failOnce(RuntimeException failure) {
        this.failure = failure;
    }

    void take(List<RouteFile> files) {
        asked++;
        RuntimeException fails = failure;
        failure = null;
        if (fails != null) {
            throw fails;
        }
        List<RouteProblem> problems = files.stream()
                .filter(file -> file.yaml().contains("bad"))
                .map(file -> new RouteProblem(file.name(), 3, "it", "it is bad; make it good"))
                .toList();
        if (!problems.isEmpty()) {
            throw new RoutesRefused(problems);
        }
        taken.add(files);
    }

    /** How often it was asked to take a set. */
    int asked() {
        return asked;
    }

    /** The contents of what serves. */
    List<String> contents() {
        return taken.getLast().stream().map(RouteFile::yaml).toList();
    }
}
