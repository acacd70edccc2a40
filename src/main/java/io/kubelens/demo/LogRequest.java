package io.kubelens.demo;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The options of a log request, as strict as the API server is.
 *
 * @param container empty when not said
 * @param tailLines negative for all
 * @param sinceNanos the first time wanted; the API server passes whole seconds on, whatever it was asked
 * @param limitBytes Long.MAX_VALUE for no limit
 */
record LogRequest(
        String container,
        boolean follow,
        boolean previous,
        boolean timestamps,
        long tailLines,
        long sinceNanos,
        long limitBytes) {

    static LogRequest of(MultiMap query, Instant now) {
        Long tail = number(query, "tailLines", 0);
        Long limit = number(query, "limitBytes", 1);
        return new LogRequest(
                query.contains("container") ? query.get("container") : "",
                flag(query, "follow"),
                flag(query, "previous"),
                flag(query, "timestamps"),
                tail == null ? -1 : tail,
                since(query, now),
                limit == null ? Long.MAX_VALUE : limit);
    }

    private static long since(MultiMap query, Instant now) {
        Long seconds = number(query, "sinceSeconds", 1);
        String time = query.get("sinceTime");
        if (time == null) {
            return seconds == null ? Long.MIN_VALUE : TimeStamp.nanos(now.minus(Duration.ofSeconds(seconds)));
        }
        if (seconds != null) {
            throw invalid("at most one of `sinceTime` or `sinceSeconds` may be specified");
        }
        try {
            return TimeStamp.nanos(OffsetDateTime.parse(time).toInstant().truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeException e) {
            throw KubeError.badRequest("parsing time \"" + time + "\": cannot parse it as RFC 3339");
        }
    }

    private static boolean flag(MultiMap query, String name) {
        String value = query.get(name);
        return value != null && !value.equals("false") && !value.equals("0");
    }

    private static @Nullable Long number(MultiMap query, String name, long min) {
        String value = query.get(name);
        if (value == null) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw KubeError.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
        }
        throw invalid(name + ": Invalid value: " + value + ": must be greater than or equal to " + min);
    }

    private static KubeError invalid(String message) {
        return KubeError.invalid("PodLogOptions", message);
    }
}
