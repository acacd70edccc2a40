package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.kubelens.kube.Annotations;
import io.kubelens.kube.KubeApp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the downward API tells a container, as far as the pod or template itself does; null for what it does not. */
final class Downward {
    private static final Pattern ENTRY = Pattern.compile("metadata\\.(labels|annotations)\\['([^']*)']");

    private final Map<String, @Nullable String> fields = new HashMap<>();
    private final Map<String, String> labels;
    private final Map<String, String> annotations;

    private Downward(@Nullable ObjectMeta metadata) {
        labels = metadata == null ? Map.of() : Kept.map(metadata.getLabels());
        annotations = metadata == null ? Map.of() : Annotations.shown(metadata.getAnnotations());
    }

    static Downward of(Pod pod) {
        PodStatus status = Kept.status(pod);
        Downward downward = new Downward(pod.getMetadata());
        Map<String, @Nullable String> fields = downward.fields;
        fields.put("metadata.name", pod.getMetadata().getName());
        fields.put("metadata.namespace", pod.getMetadata().getNamespace());
        fields.put("metadata.uid", pod.getMetadata().getUid());
        fields.put("spec.nodeName", pod.getSpec().getNodeName());
        fields.put("spec.serviceAccountName", pod.getSpec().getServiceAccountName());
        fields.put("status.hostIP", status.getHostIP());
        fields.put(
                "status.hostIPs",
                Kept.list(status.getHostIPs()).stream().map(HostIP::getIp).collect(Collectors.joining(",")));
        fields.put("status.podIP", status.getPodIP());
        fields.put(
                "status.podIPs",
                Kept.list(status.getPodIPs()).stream().map(PodIP::getIp).collect(Collectors.joining(",")));
        return downward;
    }

    /** Of the pods that this app makes, what is the same for all. */
    static Downward of(KubeApp app) {
        PodTemplateSpec template = app.template();
        Downward downward = new Downward(template.getMetadata());
        downward.fields.put("metadata.namespace", app.namespace());
        downward.fields.put("spec.serviceAccountName", template.getSpec().getServiceAccountName());
        return downward;
    }

    @Nullable
    String field(String path) {
        Matcher entry = ENTRY.matcher(path);
        String value = !entry.matches()
                ? fields.get(path)
                : (entry.group(1).equals("labels") ? labels : annotations).get(entry.group(2));
        return value == null || value.isEmpty() ? null : value;
    }

    /**
     * In whole divisors, rounded up, as Kubernetes does. A limit that is not set is the node's, which nobody knows here.
     *
     * @param path such as {@code limits.cpu}
     */
    static @Nullable String resource(SpecContainer container, String path, @Nullable Quantity divisor) {
        String resource = path.substring(path.indexOf('.') + 1);
        Quantity limit = Kept.map(container.resources().getLimits()).get(resource);
        Quantity quantity = path.startsWith("requests.")
                ? Kept.map(container.resources().getRequests()).getOrDefault(resource, limit)
                : limit;
        if (quantity == null) {
            return null;
        }
        BigDecimal unit = divisor == null ? BigDecimal.ZERO : Amount.of(divisor).value();
        return Amount.of(quantity)
                .value()
                .divide(unit.signum() == 0 ? BigDecimal.ONE : unit, 0, RoundingMode.CEILING)
                .toPlainString();
    }
}
