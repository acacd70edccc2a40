package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import java.util.function.Consumer;

/** Objects by name, without what is not served. */
final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final Consumer<? super T> slim;

    SlimStore(Consumer<? super T> slim) {
        super(object -> object.getMetadata().getName());
        this.slim = slim;
    }

    @Override
    public T put(String key, T object) {
        slim.accept(object);
        return super.put(key, object);
    }
}
