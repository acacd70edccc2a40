package io.kubelens.http;

import io.kubelens.access.AccessDenied;
import io.kubelens.access.Hidden;
import io.kubelens.access.InvalidToken;
import io.kubelens.access.KeysUnavailable;
import io.kubelens.access.MissingToken;
import io.kubelens.access.NamespaceDenied;
import io.kubelens.access.TokenExchangeFailed;
import io.kubelens.access.TooManyLogins;
import io.kubelens.kube.KubernetesUnavailable;
import io.kubelens.logs.ContainerNotFound;
import io.kubelens.logs.NoPreviousLog;
import io.kubelens.request.BadRequest;
import io.kubelens.resources.NotFound;
import io.kubelens.retention.Gone;
import io.kubelens.sessions.SessionBusy;
import io.kubelens.sessions.SessionChanged;
import io.kubelens.sessions.SessionTooLarge;
import io.kubelens.store.StoreUnavailable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a failure is told to the caller: the one place where exceptions become status codes. What is not listed is 500
 * and hidden.
 *
 * @param status the HTTP status
 * @param error the text for the caller; never an upstream's
 * @param headers what belongs to the status, for example {@code WWW-Authenticate}
 * @param fields further members of the JSON answer
 * @param denial whether somebody was kept from something, which is worth an audit line
 */
record Refusal(int status, String error, Map<String, String> headers, Map<String, Object> fields, boolean denial) {
    private static final String RETRY_SECONDS = "5";

    static Refusal of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Refusal known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return KubernetesUnavailable.saidBy(failure).isPresent() ? unavailable() : plain(500, "internal error");
    }

    /** Camel wraps what a bean throws in a predicate, so causes are looked through. */
    private static @Nullable Refusal known(Throwable cause) {
        return switch (cause) {
            case MissingToken e -> challenge("missing token", "Bearer");
            case InvalidToken e -> challenge("invalid token", "Bearer error=\"invalid_token\"");
            case AccessDenied e -> denied(403, "access denied");
            case NamespaceDenied e -> denied(403, "namespace not allowed");
            case KeysUnavailable e -> retry(503, "signing keys unavailable");
            case Stopping e -> retry(503, "stopping");
            case Busy e -> retry(503, text(e));
            case Hidden e -> denied(404, text(e));
            case NotFound e -> plain(404, text(e));
            case Gone e -> plain(404, text(e));
            case ContainerNotFound e ->
                new Refusal(400, "container not found", Map.of(), Map.of("containers", e.containers()), false);
            case NoPreviousLog e -> plain(404, text(e));
            case BadRequest e -> plain(400, text(e));
            case SessionTooLarge e -> plain(413, text(e));
            case SessionChanged e -> plain(412, text(e));
            case SessionBusy e -> retry(429, text(e));
            case TooMany e ->
                new Refusal(429, text(e), Map.of("Retry-After", Long.toString(e.retryAfterSeconds())), Map.of(), false);
            case TooManyLogins e -> retry(429, text(e));
            case TokenExchangeFailed e -> plain(502, "token exchange failed");
            case NotReady e -> new Refusal(503, "not ready", Map.of(), Map.of("status", "not-ready"), false);
            case KubernetesUnavailable e -> unavailable();
            default -> StoreUnavailable.isBehind(cause) ? retry(503, "store unavailable") : null;
        };
    }

    static Refusal plain(int status, String error) {
        return new Refusal(status, error, Map.of(), Map.of(), false);
    }

    private static Refusal unavailable() {
        return plain(502, "kubernetes unavailable");
    }

    private static Refusal denied(int status, String error) {
        return new Refusal(status, error, Map.of(), Map.of(), true);
    }

    private static Refusal retry(int status, String error) {
        return new Refusal(status, error, Map.of("Retry-After", RETRY_SECONDS), Map.of(), false);
    }

    private static Refusal challenge(String error, String challenge) {
        return new Refusal(401, error, Map.of("WWW-Authenticate", challenge), Map.of(), true);
    }

    private static String text(Throwable e) {
        return Objects.requireNonNullElse(e.getMessage(), "refused");
    }

    Buffer json(String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("error", error);
        fields.forEach((name, value) -> members.put(name, value instanceof List<?> l ? new JsonArray(l) : value));
        members.put("request_id", requestId);
        return new JsonObject(members).toBuffer();
    }
}
