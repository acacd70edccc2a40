package io.kubelens.real;

import io.vertx.core.MultiMap;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What a kubelet understands of a log request.
 *
 * @param tail the number of lines of the file to go back, or -1 for all
 * @param since inclusive
 * @param limit in bytes, timestamps included
 */
record LogQuery(boolean follow, boolean previous, boolean timestamps, int tail, Instant since, long limit) {

    static LogQuery of(MultiMap parameters, Clock clock) {
        return new LogQuery(
                truth(parameters, "follow"),
                truth(parameters, "previous"),
                truth(parameters, "timestamps"),
                text(parameters, "tailLines").map(Integer::parseInt).orElse(-1),
                since(parameters, clock),
                text(parameters, "limitBytes").map(Long::parseLong).orElse(Long.MAX_VALUE));
    }

    private static Instant since(MultiMap parameters, Clock clock) {
        Optional<Instant> ago = text(parameters, "sinceSeconds")
                .map(Long::parseLong)
                .map(seconds -> clock.instant().minusSeconds(seconds));
        return ago.or(() ->
                        text(parameters, "sinceTime").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant))
                .orElse(Instant.MIN);
    }

    private static boolean truth(MultiMap parameters, String name) {
        return text(parameters, name).map(Boolean::parseBoolean).orElse(false);
    }

    private static Optional<String> text(MultiMap parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }
}
