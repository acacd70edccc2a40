package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Objects by name, without what is not served. */
final class SlimStore<T extends HasMetadata> extends BasicItemStore<T> {
    private final Consumer<? super T> slim;
    private final AtomicLong changes = new AtomicLong();

    SlimStore(Consumer<? super T> slim) {
        super(object -> object.getMetadata().getName());
        this.slim = slim;
    }

    @Override
    public T put(String key, T object) {
        slim.accept(object);
        T before = super.put(key, object);
        changes.incrementAndGet();
        return before;
    }

    @Override
    public T remove(String key) {
        T before = super.remove(key);
        changes.incrementAndGet();
        return before;
    }

    /** How often something has changed; counted when it is to be seen. */
    long changes() {
        return changes.get();
    }
}
