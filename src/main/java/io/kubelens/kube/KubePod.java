package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A pod as the cache holds it, or as it once was. */
public final class KubePod implements Labelled {
    private static final String DEFAULT = "kubectl.kubernetes.io/default-container";

    private final Pod object;
    private final Supplier<List<OwnerReference>> owners;
    private final @Nullable GonePod gone;

    /** A pod alone: of its owners only what it says itself is known. */
    public KubePod(Pod object) {
        this(object, Owners.UNKNOWN);
    }

    /** Whose owners are looked up whenever they are asked for. */
    KubePod(Pod object, Owners owners) {
        this(object, () -> owners.of(object));
    }

    /** Whose owners are these, whatever becomes known later. */
    KubePod(Pod object, List<OwnerReference> owners) {
        this(object, () -> owners);
    }

    /** One that is no more. */
    KubePod(Pod object, List<OwnerReference> owners, GonePod gone) {
        this(object, () -> owners, gone);
    }

    private KubePod(Pod object, Supplier<List<OwnerReference>> owners) {
        this(object, owners, null);
    }

    private KubePod(Pod object, Supplier<List<OwnerReference>> owners, @Nullable GonePod gone) {
        this.object = object;
        this.owners = owners;
        this.gone = gone;
    }

    /** An object of the cache is another one when it has changed. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Pod other) {
        return object == other;
    }

    boolean isOf(Pod other, List<OwnerReference> otherOwners) {
        return isOf(other) && owners.get().equals(otherOwners);
    }

    public Pod object() {
        return object;
    }

    /** What is left of a pod that is no more; null for one that is. */
    public @Nullable GonePod gone() {
        return gone;
    }

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    @Override
    public String name() {
        return object.getMetadata().getName();
    }

    public String uid() {
        return object.getMetadata().getUid();
    }

    @Override
    public Map<String, String> labels() {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** Whether Kubernetes has been told to delete it. */
    public boolean deleting() {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /** When it was made; empty when Kubernetes does not say. */
    public Optional<Instant> createdAt() {
        return KubeTime.parse(object.getMetadata().getCreationTimestamp());
    }

    /** The names of its own, its init and its ephemeral containers, in the order of the spec, but the default one first. */
    public List<String> containers() {
        List<String> names = new ArrayList<>();
        if (object.getSpec() != null) {
            object.getSpec().getContainers().forEach(each -> names.add(each.getName()));
            object.getSpec().getInitContainers().forEach(each -> names.add(each.getName()));
            object.getSpec().getEphemeralContainers().forEach(each -> names.add(each.getName()));
        }
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String first = annotations == null ? null : annotations.get(DEFAULT);
        if (first != null && names.remove(first)) {
            names.addFirst(first);
        }
        return names;
    }

    /** Whether Kubernetes would send it requests. */
    boolean isReady() {
        @Nullable PodStatus status = object.getStatus();
        return status != null
                && Lists.of(status.getConditions()).stream()
                        .anyMatch(each -> "Ready".equals(each.getType()) && "True".equals(each.getStatus()));
    }

    /** The name of the workload it belongs to: the Deployment, not the ReplicaSet in between; the CronJob, not the Job. */
    public Optional<String> ownerApp() {
        List<OwnerReference> chain = owners.get();
        return chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast().getName());
    }

    /** Whether the object with this uid owns it, or owns its owner, and so on. */
    boolean isOwnedBy(String uid) {
        return owners.get().stream().anyMatch(owner -> uid.equals(owner.getUid()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KubePod pod && object.equals(pod.object);
    }

    @Override
    public int hashCode() {
        return object.hashCode();
    }

    @Override
    public String toString() {
        return "KubePod[" + namespace() + "/" + name() + "]";
    }
}
