package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kubelens.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A custom resource that counts as an app. Of its shape is known what the configuration says, and what most operators
 * do: {@code spec.selector}, {@code spec.replicas} or {@code instances}, and their counterparts in the status.
 */
final class CustomKind {
    private static final List<String> WANTED = List.of("spec.replicas", "spec.instances");
    private static final List<String> READY = List.of("status.readyReplicas", "status.readyInstances");
    private final Config.CustomResource config;
    private final List<String> selectors;

    private CustomKind(Config.CustomResource config) {
        this.config = config;
        this.selectors = Stream.of(config.selectorPath(), "spec.selector")
                .filter(path -> !path.isEmpty())
                .distinct()
                .toList();
    }

    static Workload<GenericKubernetesResource> workload(Config.CustomResource config) {
        CustomKind kind = new CustomKind(config);
        return new Workload<>(
                config.group(),
                config.kind(),
                GenericKubernetesResource.class,
                kind::members,
                (object, pods) -> template(pods),
                CustomKind::scale,
                kind::slim);
    }

    /** What the client must know to ask for such objects. */
    static ResourceDefinitionContext context(Config.CustomResource config) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(config.group())
                .withVersion(config.version())
                .withPlural(config.resource())
                .withKind(config.kind())
                .withNamespaced(true)
                .build();
    }

    /** By the first selector there is, else by the label that names the object, else what the object owns. */
    private Members members(GenericKubernetesResource object) {
        Optional<Object> selector = selectors.stream()
                .flatMap(path -> Fields.at(object.getAdditionalProperties(), path).stream())
                .filter(value -> !value.equals("") && !value.equals(Map.of()))
                .findFirst();
        if (selector.isPresent()) {
            return selector(selector.get());
        }
        return config.podLabelKey().isEmpty()
                ? Workload.owned(object)
                : pod -> object.getMetadata().getName().equals(pod.labels().get(config.podLabelKey()));
    }

    /** What cannot be read selects nothing: other apps' pods must not be shown by mistake. */
    private static Members selector(Object value) {
        if (value instanceof String text) {
            return SelectorText.parse(text).orElse(PodSelector.NOTHING);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return PodSelector.NOTHING;
        }
        boolean structured = map.containsKey("matchLabels") || map.containsKey("matchExpressions");
        Optional<Map<String, String>> labels = structured ? Fields.texts(map.get("matchLabels")) : Fields.texts(map);
        Optional<List<LabelSelectorRequirement>> requirements =
                structured ? requirements(map.get("matchExpressions")) : Optional.of(List.of());
        return labels.isPresent() && requirements.isPresent()
                ? new PodSelector(labels.get(), requirements.get())
                : PodSelector.NOTHING;
    }

    private static Optional<List<LabelSelectorRequirement>> requirements(@Nullable Object value) {
        List<LabelSelectorRequirement> all = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of()) {
            if (!(each instanceof Map<?, ?> map)
                    || !(map.get("key") instanceof String key)
                    || !(map.get("operator") instanceof String operator)) {
                return Optional.empty();
            }
            List<String> values = map.get("values") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
            all.add(new LabelSelectorRequirement(key, operator, values));
        }
        return value == null || value instanceof List<?> ? Optional.of(all) : Optional.empty();
    }

    private static Workload.Scale scale(GenericKubernetesResource object, List<KubePod> pods) {
        int ready = (int) pods.stream().filter(KubePod::isReady).count();
        return new Workload.Scale(
                number(object, WANTED).orElse(pods.size()),
                number(object, READY).orElse(ready));
    }

    private static Optional<Integer> number(GenericKubernetesResource object, List<String> paths) {
        return paths.stream()
                .flatMap(path -> Fields.at(object.getAdditionalProperties(), path).stream())
                .flatMap(value -> value instanceof Number number ? Stream.of(number.intValue()) : Stream.empty())
                .findFirst();
    }

    private static PodTemplateSpec template(List<KubePod> pods) {
        PodTemplateSpec template = new PodTemplateSpec();
        template.setSpec(
                pods.isEmpty() ? new PodSpec() : pods.getFirst().object().getSpec());
        return template;
    }

    private void slim(GenericKubernetesResource object, Slim slim) {
        slim.metadata(object);
        List<String> paths =
                Stream.of(selectors, WANTED, READY).flatMap(List::stream).toList();
        object.setAdditionalProperties(Fields.only(object.getAdditionalProperties(), paths));
    }
}
