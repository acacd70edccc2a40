package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import java.util.Optional;

/** What the cache knows of a pod now, or knew last. Asked on event loops and by alarms: it answers from memory, always. */
@FunctionalInterface
public interface ContainerStates {
    /** Empty when the pod does not exist. */
    Optional<KubePod> current(String namespace, String pod);
}
