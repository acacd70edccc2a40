package io.kubelens.config;

import java.util.List;
import java.util.stream.Collectors;

/** A record that would hold bad values; the keys are relative to the record. */
final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    record Problem(String key, String text) {}

    private final transient List<Problem> problems;

    Refused(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> problem.key() + ": " + problem.text())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
