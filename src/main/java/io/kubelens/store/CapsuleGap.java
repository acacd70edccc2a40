package io.kubelens.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lines that were there and could not be had.
 *
 * @param from the time of the last line before; null when none is known
 * @param to the time of the first line after; null when none is known
 * @param reason {@code rotated}, {@code pod-deleted}, {@code buffer} or {@code upstream}, as in the stream's marker
 */
public record CapsuleGap(@Nullable Instant from, @Nullable Instant to, String reason) {}
