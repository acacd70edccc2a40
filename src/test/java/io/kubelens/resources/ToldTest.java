package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ToldTest {

    @Test
    void readsACountAndTheLastTime() {
        assertThat(
                        told("""
                                type: Warning
                                reason: BackOff
                                note: Back-off restarting
                                deprecatedCount: 7
                                deprecatedFirstTimestamp: "2026-01-01T10:00:00Z"
                                deprecatedLastTimestamp: "2026-01-01T12:00:00Z"
                                """)
                                .moment())
                .contains(moment("12:00:00", true, "BackOff", "Back-off restarting", 7));
    }

    @Test
    void readsASeries() {
        assertThat(
                        told("""
                                reason: FailedScheduling
                                eventTime: "2026-01-01T09:00:00.123456Z"
                                series: {count: 12, lastObservedTime: "2026-01-01T11:00:00.654321Z"}
                                """)
                                .moment())
                .contains(moment("11:00:00.654321", false, "FailedScheduling", "", 12));
    }

    @Test
    void readsASingleTime() {
        assertThat(told("reason: Once\neventTime: \"2026-01-01T10:00:00.100000Z\"")
                        .moment())
                .contains(moment("10:00:00.1", false, "Once", "", 1));
    }

    @Test
    void takesTheTimeOfTheObjectWhereNoOtherIsSaid() {
        assertThat(told("reason: Bare\nmetadata: {creationTimestamp: \"2026-01-01T09:00:00Z\"}")
                        .moment())
                .contains(moment("09:00:00", false, "Bare", "", 1));
    }

    @Test
    void hasNoPlaceInTimeWhenNoneIsSaid() {
        assertThat(told("reason: Timeless\nmetadata: {name: x}").moment()).isEmpty();
    }

    private static Moment moment(String time, boolean bad, String reason, String message, int count) {
        Instant at = Instant.parse("2026-01-01T" + time + "Z");
        return new Moment(at, "event", bad, reason, message, count, "Pod/web-1");
    }

    private static Told told(String yaml) {
        String head = "kind: Event\napiVersion: events.k8s.io/v1\nregarding: {kind: Pod, name: web-1, uid: u1}\n";
        return new Told(Serialization.unmarshal(head + yaml, Event.class));
    }
}
