package io.kubelens.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a log stream consists of, as clients read it; for the description of the API. {@link JsonFrames} writes the bytes
 * without making such objects, and a test holds the one to the other.
 */
public final class Events {
    private Events() {}

    /** The data of each event, by its name. */
    public static Map<String, Class<?>> all() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("log", Log.class);
        all.put("marker", Marker.class);
        all.put("heartbeat", Heartbeat.class);
        all.put("stats", Stats.class);
        all.put("status", Status.class);
        return all;
    }

    /**
     * A line.
     *
     * @param late whether it came after younger lines had been sent; left out when not
     * @param length of the whole line in code points; left out unless it was cut
     */
    record Log(
            String id,
            Instant timestamp,
            String message,
            String podName,
            String containerName,
            Level level,
            @JsonInclude(Include.NON_DEFAULT) boolean late,
            @JsonInclude(Include.NON_DEFAULT) boolean truncated,
            @JsonInclude(Include.NON_DEFAULT) long length) {}

    /**
     * Something that happened to what is streamed.
     *
     * @param podName empty when it is about the whole stream, and so is the container's
     * @param from where a gap begins; as {@code to} and {@code reason} left out unless it is one
     */
    record Marker(
            Instant timestamp,
            String podName,
            String containerName,
            Kind kind,
            String message,
            @JsonInclude(Include.NON_NULL) @Nullable Instant from,
            @JsonInclude(Include.NON_NULL) @Nullable Instant to,
            @JsonInclude(Include.NON_NULL) @Nullable Reason reason) {

        enum Kind {
            @JsonProperty("pod-added")
            POD_ADDED,
            @JsonProperty("pod-removed")
            POD_REMOVED,
            @JsonProperty("pod-restart")
            POD_RESTART,
            @JsonProperty("pod-ready")
            POD_READY,
            @JsonProperty("pod-not-ready")
            POD_NOT_READY,
            @JsonProperty("error")
            ERROR,
            @JsonProperty("waiting")
            WAITING,
            @JsonProperty("gap")
            GAP,
            @JsonProperty("terminated")
            TERMINATED,
            @JsonProperty("policy-changed")
            POLICY_CHANGED,
            @JsonProperty("clock-step")
            CLOCK_STEP,
            @JsonProperty("end")
            END
        }

        enum Reason {
            @JsonProperty("rotated")
            ROTATED,
            @JsonProperty("pod-deleted")
            POD_DELETED,
            @JsonProperty("buffer")
            BUFFER,
            @JsonProperty("upstream")
            UPSTREAM
        }
    }

    /** That the stream lives. */
    record Heartbeat(Instant timestamp) {}

    /** How the stream is doing. */
    record Stats(long dropped, int buffered, int sources) {}

    /**
     * How the upstream of a pod's stream is doing.
     *
     * @param lastEventAt empty before the first line
     * @param lagMs since the newest line, in milliseconds
     */
    record Status(
            String role,
            @JsonProperty("redis_enabled") boolean redisEnabled,
            boolean leader,
            long reconnects,
            @JsonProperty("last_event_at") String lastEventAt,
            @JsonProperty("lag_ms") long lagMs,
            int subscribers,
            @JsonProperty("buffered_lines") long bufferedLines,
            @JsonProperty("buffer_bytes") long bufferBytes) {}
}
