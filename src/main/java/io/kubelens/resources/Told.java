package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Event of Kubernetes. Components tell them in two ways: with a count and the times of the first and the last, which
 * this API calls deprecated, or with one time and a series.
 */
record Told(Event event) {

    /** Empty when the event says no time at all, which then cannot be put into an order. */
    Optional<Moment> moment() {
        return at().map(at -> new Moment(
                at,
                "event",
                "Warning".equals(event.getType()),
                Kept.text(event.getReason()),
                message(),
                count(),
                kind() + "/" + name()));
    }

    String message() {
        return Kept.text(event.getNote());
    }

    /** Whether it is about this very object: names come again, for example of a StatefulSet's pods. */
    boolean isAbout(String kind, String name, @Nullable String uid) {
        String told = Kept.text(regarding().getUid());
        return kind().equals(kind) && name().equals(name) && (told.isEmpty() || told.equals(uid));
    }

    String kind() {
        return Kept.text(regarding().getKind());
    }

    String name() {
        return Kept.text(regarding().getName());
    }

    private ObjectReference regarding() {
        return event.getRegarding() == null ? new ObjectReference() : event.getRegarding();
    }

    private Optional<Instant> at() {
        @Nullable EventSeries series = event.getSeries();
        return Stream.of(
                        time(series == null ? null : series.getLastObservedTime()),
                        Kept.text(event.getDeprecatedLastTimestamp()),
                        time(event.getEventTime()),
                        Kept.text(event.getDeprecatedFirstTimestamp()))
                .filter(time -> !time.isEmpty())
                .map(Instant::parse)
                .max(Comparator.naturalOrder())
                .or(() -> Optional.ofNullable(event.getMetadata().getCreationTimestamp())
                        .map(Instant::parse));
    }

    private static String time(@Nullable MicroTime time) {
        return time == null ? "" : Kept.text(time.getTime());
    }

    private int count() {
        @Nullable EventSeries series = event.getSeries();
        @Nullable Integer count = series == null ? event.getDeprecatedCount() : series.getCount();
        return count == null ? 1 : Math.max(1, count);
    }
}
