package io.kubelens.retention;

import java.io.Serializable;
import java.util.List;

/** Runs of a pod that ended shortly one after the other: no lines, only how they ended. */
public record PodSummary(String namespace, String podName, String uid, List<RunSummary> runs) implements Serializable {
    public PodSummary {
        runs = List.copyOf(runs);
    }
}
