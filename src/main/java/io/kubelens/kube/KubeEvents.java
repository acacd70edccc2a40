package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Kubernetes has told of a pod. */
public final class KubeEvents {
    private static final Logger log = LoggerFactory.getLogger(KubeEvents.class);
    private static final long MOST = 100;
    private static final int LAST = 20;

    private final KubernetesClient client;

    public KubeEvents(KubernetesClient client) {
        this.client = client;
    }

    /** The pod's last events, oldest first; none when Kubernetes does not answer or refuses them: they are an addition. */
    public List<KubeEvent> of(String namespace, String podUid) {
        try {
            List<KubeEvent> all = client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.uid", podUid)
                    .list(new ListOptionsBuilder().withLimit(MOST).build())
                    .getItems()
                    .stream()
                    .map(KubeEvents::event)
                    .sorted(Comparator.comparing(KubeEvent::time))
                    .toList();
            return all.subList(Math.max(0, all.size() - LAST), all.size());
        } catch (KubernetesClientException e) {
            log.debug("no events of pod {}", podUid, e);
            return List.of();
        }
    }

    private static KubeEvent event(Event event) {
        Instant time = KubeTime.parse(event.getLastTimestamp())
                .or(() -> KubeTime.parse(
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime()))
                .or(() -> KubeTime.parse(event.getMetadata().getCreationTimestamp()))
                .orElse(Instant.EPOCH);
        return new KubeEvent(
                time,
                Objects.requireNonNullElse(event.getType(), ""),
                Objects.requireNonNullElse(event.getReason(), ""),
                Objects.requireNonNullElse(event.getMessage(), ""),
                Objects.requireNonNullElse(event.getCount(), 1));
    }
}
