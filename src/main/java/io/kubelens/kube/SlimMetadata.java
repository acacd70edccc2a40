package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes from metadata what nobody may see or needs; often half of an object. */
final class SlimMetadata implements Consumer<ObjectMeta> {
    private final Once once;

    SlimMetadata(Once once) {
        this.once = once;
    }

    @Override
    public void accept(ObjectMeta metadata) {
        metadata.setManagedFields(List.of());
        metadata.setFinalizers(List.of());
        metadata.setGenerateName(null);
        metadata.setSelfLink(null);
        metadata.setNamespace(once.of(metadata.getNamespace()));
        metadata.setLabels(texts(metadata.getLabels()));
        metadata.setAnnotations(texts(Annotations.shown(metadata.getAnnotations())));
        metadata.setOwnerReferences(once.of(Lists.of(metadata.getOwnerReferences())));
        metadata.setAdditionalProperties(Map.of());
    }

    /** For an object of which only its owners count. */
    void bare(ObjectMeta metadata) {
        metadata.setLabels(Map.of());
        metadata.setAnnotations(Map.of());
        accept(metadata);
    }

    private @Nullable Map<String, String> texts(@Nullable Map<String, String> texts) {
        Map<String, String> kept = new HashMap<>();
        if (texts != null) {
            texts.forEach((key, value) -> kept.put(shared(key), shared(Objects.requireNonNullElse(value, ""))));
        }
        return once.of(Map.copyOf(kept));
    }

    private String shared(String text) {
        return Objects.requireNonNull(once.of(text));
    }
}
