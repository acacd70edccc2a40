package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/**
 * Tells of the pods of a namespace, one change after the other, when the cache has it. A pod is told of again when its
 * owner is seen later than the pod, as may happen after an outage: whose pod it is may depend on that.
 */
final class PodNews implements ResourceEventHandler<Pod> {
    private final Watched<Pod> pods;
    private final Owners owners;
    private final Readers readers;

    /** Who is told. */
    interface Readers {
        boolean any();

        void tell(PodEvent event);
    }

    PodNews(Watched<Pod> pods, Owners owners, Readers readers) {
        this.pods = pods;
        this.owners = owners;
        this.readers = readers;
    }

    @Override
    public void onAdd(Pod pod) {
        tell(PodEvent.Kind.ADDED, pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        tell(PodEvent.Kind.MODIFIED, pod);
    }

    @Override
    public void onDelete(Pod pod, boolean lastStateUnknown) {
        tell(PodEvent.Kind.DELETED, pod);
    }

    private synchronized void tell(PodEvent.Kind kind, Pod pod) {
        readers.tell(new PodEvent(kind, new KubePod(pod, owners)));
    }

    /** In the lock: a pod that is still in the cache here has not been told to be deleted yet. */
    private synchronized void tellAgain(HasMetadata owner) {
        pods.known().stream()
                .filter(pod -> isOwned(pod, owner.getMetadata().getUid()))
                .forEach(pod -> tell(PodEvent.Kind.MODIFIED, pod));
    }

    private static boolean isOwned(Pod pod, String uid) {
        return Lists.of(pod.getMetadata().getOwnerReferences()).stream()
                .map(OwnerReference::getUid)
                .anyMatch(uid::equals);
    }

    /** Hears of the objects that may own pods. */
    ResourceEventHandler<HasMetadata> ofOwners() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(HasMetadata owner) {
                if (readers.any()) {
                    tellAgain(owner);
                }
            }

            @Override
            public void onUpdate(HasMetadata before, HasMetadata owner) {}

            @Override
            public void onDelete(HasMetadata owner, boolean lastStateUnknown) {}
        };
    }
}
