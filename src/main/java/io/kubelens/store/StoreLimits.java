package io.kubelens.store;

import java.util.List;
import java.util.Map;

/**
 * How much is kept, in bytes as they are kept. Where it is more, the capsules that ended first go, down to 15/16 of the
 * limit, so that not every capsule has to push one out; the newest of a pod, a namespace and the store stay whatever
 * their size.
 */
public record StoreLimits(long podBytes, long namespaceBytes, long bytes) {
    /** Of a limit, what is left when it was exceeded. */
    static long room(long limit) {
        return limit - limit / 16;
    }

    /** Whether a row with {@code of_pod}, {@code of_namespace} and {@code of_all} is above. */
    public boolean exceeded(List<Map<String, Object>> rows) {
        Row row = new Row(rows.getFirst());
        return row.number("of_pod") > podBytes
                || row.number("of_namespace") > namespaceBytes
                || row.number("of_all") > bytes;
    }

    /** The parameters of what selects the capsules that must go. */
    public Map<String, Object> parameters() {
        return Map.of(
                "podBytes",
                podBytes,
                "podRoom",
                room(podBytes),
                "namespaceBytes",
                namespaceBytes,
                "namespaceRoom",
                room(namespaceBytes),
                "bytes",
                bytes,
                "room",
                room(bytes));
    }
}
