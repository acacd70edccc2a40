package io.kubelens.real;

import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;

/** What happens to a test whose real server is not installed: a loud skip, or with {@code -Dkubelens.real=required} a failure. */
final class Absent {
    private Absent() {}

    /** Never returns: the caller cannot go on without what is missing. */
    static RuntimeException component(String what, String hint) {
        return component(what, hint, "required".equals(System.getProperty("kubelens.real")));
    }

    static RuntimeException component(String what, String hint, boolean required) {
        String message = "MISSING: " + what + "; " + hint;
        if (required) {
            throw new IllegalStateException(message);
        }
        LoggerFactory.getLogger(Absent.class).error("SKIPPED, not tested: {}", message);
        return Assumptions.abort(message);
    }
}
