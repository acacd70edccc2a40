package io.kubelens.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kubelens.access.Principal;
import io.kubelens.logs.ReadRange;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the lines of {@code direct:audit}: who, what, when, from where, outcome. Never a token. */
public final class Audit {
    private final boolean enabled;
    private final Clock clock;

    public Audit(boolean enabled, Clock clock) {
        this.enabled = enabled;
        this.clock = clock;
    }

    /**
     * Whether there is to be a line: as {@code server.audit_logs} says, and always when secrets are revealed.
     *
     * @param secrets null when none are asked for
     */
    public boolean isWritten(@Nullable List<String> secrets) {
        return enabled || secrets != null;
    }

    /**
     * One event.
     *
     * @param request null when no request asked for it
     * @param occurrence null when the request is let in
     * @param secrets the names of those that are about to be read for the caller; null when none are asked for
     * @param reason what a route has to say of a request that is let in; null for nothing
     */
    public Event event(
            @Nullable Request request,
            @Nullable Occurrence occurrence,
            @Nullable List<String> secrets,
            @Nullable String reason) {
        Occurrence what = occurrence == null ? Occurrence.allowed(reason == null ? "" : reason) : occurrence;
        return request == null ? unasked(what) : asked(request, what, secrets);
    }

    private Event unasked(Occurrence what) {
        return new Event(
                now(), "", what.action(), "", List.of(), "", "", "", "", "", what.outcome(), what.reason(), null, null);
    }

    private Event asked(Request request, Occurrence what, @Nullable List<String> secrets) {
        Principal caller = request.caller();
        Map<String, String> names = request.pathParameters();
        return new Event(
                now(),
                request.id(),
                what.action().isEmpty() ? request.route() : what.action(),
                caller == null ? "" : caller.subject(),
                caller == null ? List.of() : caller.groups().stream().sorted().toList(),
                request.method(),
                request.path(),
                names.getOrDefault("ns", ""),
                names.getOrDefault("name", ""),
                request.remote(),
                what.outcome(),
                what.reason(),
                what.read(),
                secrets);
    }

    private String now() {
        return clock.instant().toString();
    }

    /**
     * One line of the audit stream.
     *
     * @param time when, RFC 3339
     * @param action the id of the route, {@code routes-reload} or {@code config-reload}
     * @param user the token's subject; empty when there is none
     * @param remote the peer's address
     * @param outcome {@code allowed}, {@code ended}, {@code denied}; of what no request asked for {@code done} or
     *     {@code refused}
     * @param read what of a log was sent; left out but when a log read has ended
     * @param secrets the names of those that were revealed; left out when that was not asked for
     */
    public record Event(
            String time,
            @JsonProperty("request_id") String requestId,
            String action,
            String user,
            List<String> groups,
            String method,
            String path,
            String namespace,
            String name,
            String remote,
            String outcome,
            String reason,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReadRange read,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> secrets) {}
}
