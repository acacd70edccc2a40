package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventSeries;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                    .events()
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("regarding.uid", podUid)
                    .list(new ListOptionsBuilder().withLimit(MOST).build())
                    .getItems()
                    .stream()
                    .filter(event -> event.getRegarding() != null
                            && podUid.equals(event.getRegarding().getUid()))
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
        return new KubeEvent(
                time(event),
                Objects.requireNonNullElse(event.getType(), ""),
                Objects.requireNonNullElse(event.getReason(), ""),
                Objects.requireNonNullElse(event.getNote(), ""),
                count(event));
    }

    /** Components tell with a count and a last time, which this API calls deprecated, or with one time and a series. */
    private static Instant time(Event event) {
        EventSeries series = event.getSeries();
        return Stream.of(
                        KubeTime.parse(series == null ? null : text(series.getLastObservedTime())),
                        KubeTime.parse(event.getDeprecatedLastTimestamp()),
                        KubeTime.parse(text(event.getEventTime())),
                        KubeTime.parse(event.getMetadata().getCreationTimestamp()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static int count(Event event) {
        EventSeries series = event.getSeries();
        return Stream.of(
                        Optional.ofNullable(series == null ? null : series.getCount()),
                        Optional.ofNullable(event.getDeprecatedCount()))
                .flatMap(Optional::stream)
                .filter(count -> count > 0)
                .findFirst()
                .orElse(1);
    }

    private static @Nullable String text(@Nullable MicroTime time) {
        return time == null ? null : time.getTime();
    }
}
