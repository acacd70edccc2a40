package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import java.util.List;

/** Objects by name, without what nobody may see or needs; often half of an object. */
final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {

    SlimStore() {
        super(object -> object.getMetadata().getName());
    }

    @Override
    public T put(String key, T object) {
        ObjectMeta metadata = object.getMetadata();
        metadata.setManagedFields(List.of());
        metadata.setAnnotations(Annotations.shown(metadata.getAnnotations()));
        return super.put(key, object);
    }
}
