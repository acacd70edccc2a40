package io.kubelens.kube;

import java.time.Instant;

/**
 * A Kubernetes event about an object.
 *
 * @param time when it was last seen
 * @param type {@code Normal} or {@code Warning}
 * @param count how often it was seen
 */
public record KubeEvent(Instant time, String type, String reason, String message, int count) {}
