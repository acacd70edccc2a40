package io.kubelens.resources;

import java.time.Instant;

/** An event with its time, so that it can be sorted. */
record Moment(Instant at, String kind, boolean bad, String reason, String message, int count, String object) {

    EventJson json() {
        return new EventJson(at.toString(), kind, bad ? "Warning" : "Normal", reason, message, count, object);
    }
}
