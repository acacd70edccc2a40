package io.kubelens.resources;

import io.kubelens.request.Parameter;
import io.kubelens.request.Query;

/** Whether usage is asked for. */
final class Measured {
    static final Parameter.Flag METRICS = new Parameter.Flag(
            "metrics", false, "With what is used of CPU and memory; lists are then never in their light form");

    private Measured() {}

    /** Throws {@link io.kubelens.request.BadRequest} when it is neither true nor false. */
    static void check(Query query) {
        var unused = isAsked(query);
    }

    static boolean isAsked(Query query) {
        return query.flag(METRICS);
    }
}
