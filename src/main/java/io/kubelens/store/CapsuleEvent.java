package io.kubelens.store;

import java.time.Instant;

/**
 * A Kubernetes event about the pod.
 *
 * @param time when it was last seen
 * @param type {@code Normal} or {@code Warning}
 * @param count how often it was seen
 */
public record CapsuleEvent(Instant time, String type, String reason, String message, int count) {}
