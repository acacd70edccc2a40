package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import java.util.List;

/**
 * The logs of some containers of one pod, chosen but not opened: nothing is asked of Kubernetes before a client
 * subscribes.
 *
 * @param containers none when the pod has none of those asked for
 */
public record PodLog(KubePod pod, List<String> containers) {
    public PodLog {
        containers = List.copyOf(containers);
    }
}
