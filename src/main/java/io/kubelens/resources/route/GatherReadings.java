package io.kubelens.resources.route;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubelens.resources.Inspection;
import io.kubelens.resources.Reading;
import io.kubelens.resources.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.component.kubernetes.KubernetesConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a split over names has read into the split's input, an {@link Inspection}. What could not be read never
 * breaks the answer; it is told as such, and once in the log when it is a right that is missing.
 */
public final class GatherReadings implements AggregationStrategy {
    private static final Logger log = LoggerFactory.getLogger(GatherReadings.class);

    private final Source source;
    private final String nameHeader;
    private final String component;
    private final AtomicBoolean told = new AtomicBoolean();

    private GatherReadings(Source source, String nameHeader, String component) {
        this.source = source;
        this.nameHeader = nameHeader;
        this.component = component;
    }

    /** For a split whose step is {@code kubernetes-config-maps} with {@code getConfigMap}. */
    public static GatherReadings configMaps() {
        return new GatherReadings(Source.CONFIG_MAP, KubernetesConstants.KUBERNETES_CONFIGMAP_NAME, "read-configmaps");
    }

    /** For a split whose step is {@code kubernetes-secrets} with {@code getSecret}. */
    public static GatherReadings secrets() {
        return new GatherReadings(Source.SECRET, KubernetesConstants.KUBERNETES_SECRET_NAME, "reveal-secrets");
    }

    @Override
    public Exchange aggregate(@Nullable Exchange collected, Exchange next) {
        String name = next.getMessage().getHeader(nameHeader, String.class);
        Reading reading = reading(next);
        Gathered gathered = collected == null ? new Gathered(new HashMap<>()) : gathered(collected);
        if (name != null) {
            gathered.byName().put(name, reading);
        }
        Exchange all = collected == null ? next : collected;
        all.setException(null);
        all.getMessage().setBody(gathered);
        return all;
    }

    /**
     * Sets the inspection as the body, with the headers it came with. When nothing was read in time, Camel has no
     * exchange but the input. Nothing may be thrown here: the caller would wait for ever.
     */
    @Override
    public void onCompletion(@Nullable Exchange collected, Exchange input) {
        Exchange answer = collected == null ? input : collected;
        if (answer.getException() != null || input.getException() != null) {
            return;
        }
        if (!(input.getIn().getBody() instanceof Inspection inspection)) {
            input.setException(new IllegalStateException("the split's input is not an inspection"));
            answer.setException(input.getException());
            return;
        }
        Map<String, Reading> read =
                collected == null ? Map.of() : gathered(collected).byName();
        answer.getMessage().setHeaders(new HashMap<>(input.getIn().getHeaders()));
        answer.getMessage().setBody(inspection.with(source, read));
    }

    private Reading reading(Exchange read) {
        for (Throwable failure = read.getException(); failure != null; failure = failure.getCause()) {
            if (failure instanceof KubernetesClientException refusal && refusal.getCode() == 403) {
                tell();
                return Reading.FORBIDDEN;
            }
        }
        if (read.getException() != null) {
            return Reading.FAILED;
        }
        return switch (read.getMessage().getBody()) {
            case null -> Reading.ABSENT;
            case ConfigMap configMap -> Reading.of(configMap);
            case Secret secret -> Reading.of(secret);
            default -> Reading.FAILED;
        };
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            log.warn(
                    "Kubernetes answers 403 for a {}: its values are masked; to show them, add kustomize/components/{}",
                    source.kind(),
                    component);
        }
    }

    private static Gathered gathered(Exchange collected) {
        return collected.getMessage().getBody(Gathered.class);
    }

    /** What was read so far; one split works on it from one thread at a time. Its text holds no values. */
    private record Gathered(Map<String, Reading> byName) {}
}
