package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal as the API server words it: a Status. */
final class KubeError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;
    private final String reason;

    private KubeError(int code, String reason, String message) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static KubeError badRequest(String message) {
        return new KubeError(400, "BadRequest", message);
    }

    static KubeError forbidden(String path) {
        return new KubeError(403, "Forbidden", "forbidden: User \"system:anonymous\" cannot get path \"" + path + "\"");
    }

    static KubeError notFound(ResourceKind kind, String name) {
        String group = kind.group().isEmpty() ? "" : "." + kind.group();
        return new KubeError(404, "NotFound", kind.plural() + group + " \"" + name + "\" not found");
    }

    static KubeError noSuchPath() {
        return new KubeError(404, "NotFound", "the server could not find the requested resource");
    }

    static KubeError readOnly() {
        return new KubeError(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    static KubeError gone(long asked, long oldest) {
        return new KubeError(410, "Expired", "too old resource version: " + asked + " (" + oldest + ")");
    }

    static KubeError invalid(String kind, String message) {
        return new KubeError(422, "Invalid", kind + " \"\" is invalid: " + message);
    }

    ObjectNode status() {
        ObjectNode status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", getMessage())
                .put("reason", reason)
                .put("code", code);
        status.putObject("metadata");
        return status;
    }
}
