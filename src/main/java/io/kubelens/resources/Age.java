package io.kubelens.resources;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long an object exists: {@code <1m}, {@code 5m}, {@code 3h}, {@code 12d}, rounded down. */
final class Age {
    private Age() {}

    /** Empty when Kubernetes gives no creation time. */
    static String of(@Nullable String created, Instant now) {
        if (created == null || created.isEmpty()) {
            return "";
        }
        Duration age = Duration.between(Instant.parse(created), now);
        if (age.toMinutes() < 1) {
            return "<1m";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + "m";
        }
        return age.toDays() < 1 ? age.toHours() + "h" : age.toDays() + "d";
    }
}
