package io.kubelens.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The answers that say no. Every one is a {@link Refused}. */
final class Refusals {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final Schemas schemas;

    Refusals(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * The body of every refusal.
     *
     * @param error for people; never what another server said
     * @param containers those there are, when one that is not there was asked for
     * @param status of a replica that is not ready
     * @param requestId also in the header {@code X-Request-Id}
     */
    record Refused(
            String error,
            @JsonInclude(Include.NON_EMPTY) List<String> containers,
            @JsonInclude(Include.NON_EMPTY) String status,
            @JsonProperty("request_id") String requestId) {}

    void addTo(ObjectNode responses, Endpoint endpoint, boolean stream) {
        boolean namespaced = endpoint.path().contains("{ns}");
        add(responses, 400, "A name, a parameter or the body is not well-formed, or a parameter is repeated");
        if (!endpoint.open()) {
            header(
                    add(responses, 401, "No token, or not a good one"),
                    "WWW-Authenticate",
                    "Bearer, and the error if there was a token");
            add(responses, 403, "In no group that is let in" + (namespaced ? ", or the namespace is not allowed" : ""));
        }
        if (endpoint.path().contains("{name}")) {
            add(responses, 404, "It does not exist, or may not be seen");
        }
        if (!endpoint.produces().isEmpty()) {
            add(responses, 406, "It is not to be had in a form that is accepted");
        }
        if (endpoint.outcome().conditional()) {
            add(responses, 412, "It is not what the caller wants to change: somebody was faster");
        }
        if (endpoint.takes() != null) {
            add(responses, 413, "The body is too large");
        }
        retry(add(responses, 429, stream ? "Too many streams, or opened too fast" : "Too many at once"));
        add(responses, 500, "Our mistake; the log knows it by the request's id");
        add(responses, 502, "What is asked for it (Kubernetes, Keycloak) does not answer, or refuses");
        retry(add(responses, 503, "Not ready, stopping or busy: another replica may answer"));
    }

    private ObjectNode add(ObjectNode responses, int status, String description) {
        ObjectNode answer = responses.putObject(Integer.toString(status)).put("description", description);
        answer.putObject("content").putObject("application/json").set("schema", schemas.of(Refused.class));
        return answer;
    }

    private static void retry(ObjectNode answer) {
        header(answer, "Retry-After", "Seconds to wait before asking again");
    }

    private static void header(ObjectNode answer, String name, String description) {
        answer.withObjectProperty("headers")
                .putObject(name)
                .put("description", description)
                .set("schema", JSON.objectNode().put("type", "string"));
    }
}
