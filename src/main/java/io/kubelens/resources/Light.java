package io.kubelens.resources;

import io.kubelens.request.Parameter;
import io.kubelens.request.Query;

/** Whether a list is asked for in its light form; metrics need the full one. */
final class Light {
    static final Parameter.Flag LIGHT = new Parameter.Flag("light", false, "Only what lists show; the rest is empty");

    private Light() {}

    static boolean isAsked(Query query) {
        boolean metrics = Measured.isAsked(query);
        return query.flag(LIGHT) && !metrics;
    }

    /** A list that shows only what everybody may see may be kept by its caller, who then asks whether it has changed. */
    static String caching(Query query) {
        return isAsked(query) ? "private, no-cache" : "no-store";
    }
}
