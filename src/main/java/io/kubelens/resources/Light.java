package io.kubelens.resources;

import io.kubelens.request.Query;

/** Whether a list is asked for in its light form; metrics need the full one. */
final class Light {
    private Light() {}

    static boolean isAsked(Query query) {
        boolean metrics = query.flag("metrics");
        return query.flag("light") && !metrics;
    }
}
