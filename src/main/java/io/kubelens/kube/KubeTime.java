package io.kubelens.kube;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kubernetes' times as text. */
final class KubeTime {
    private KubeTime() {}

    /** Empty for no time, and for Go's zero time, which means none. */
    static Optional<Instant> parse(@Nullable String text) {
        try {
            return Optional.ofNullable(text)
                    .map(OffsetDateTime::parse)
                    .map(OffsetDateTime::toInstant)
                    .filter(time -> time.getEpochSecond() > 0);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
