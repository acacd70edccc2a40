package io.kubelens.http;

import java.util.List;
import java.util.stream.Collectors;

/** A set of routes that may not run, with everything that is wrong with it. */
public final class RoutesRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<RouteProblem> problems;

    public RoutesRefused(List<RouteProblem> problems) {
        super(problems.stream().map(RouteProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<RouteProblem> problems() {
        return problems;
    }
}
