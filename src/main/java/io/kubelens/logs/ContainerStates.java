package io.kubelens.logs;

import io.kubelens.kube.KubePod;
import java.util.Optional;

/** What the cache knows of a pod now. Asked on event loops: it must answer from memory. */
@FunctionalInterface
public interface ContainerStates {
    /** Empty when the pod does not exist. */
    Optional<KubePod> current(String namespace, String pod);
}
