package io.kubelens.resources;

/**
 * Something that happened to a pod or an app.
 *
 * @param timestamp RFC 3339; the last time when it happened several times
 * @param kind {@code event}, which Kubernetes has told, {@code restart} of a container, or {@code rollout}
 * @param type {@code Normal} or {@code Warning}
 * @param count how often
 * @param object for example {@code Pod/web-1}
 */
public record EventJson(
        String timestamp, String kind, String type, String reason, String message, int count, String object) {}
