package io.kubelens.config;

import java.util.List;

/** The configuration cannot be used; the message holds every problem, one per line, and no secret. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** Each as {@code FILE:LINE: key.path: what is wrong; fix}, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
