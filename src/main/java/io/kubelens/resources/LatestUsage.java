package io.kubelens.resources;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the pods of a namespace used when Kubernetes was last asked.
 *
 * @param known whether Kubernetes has told
 * @param ageSeconds how long ago it was asked
 * @param pods by name; those that it measures
 */
record LatestUsage(boolean known, long ageSeconds, Map<String, Usage> pods) {
    static final LatestUsage UNKNOWN = new LatestUsage(false, 0, Map.of());

    /** Of these pods together, as far as they are measured. */
    CurrentUsage of(List<String> names) {
        List<Usage> found =
                names.stream().map(pods::get).filter(Objects::nonNull).toList();
        return found.isEmpty()
                ? CurrentUsage.UNKNOWN
                : new CurrentUsage(found.stream().reduce(Usage.NONE, Usage::plus), ageSeconds);
    }
}
