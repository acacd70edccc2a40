package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** To whom objects belong, as their owner references say. */
final class Owners {
    /** For a pod alone: only its own references are known. */
    static final Owners UNKNOWN = new Owners(reference -> Optional.empty());

    private static final Set<String> WORKLOADS =
            Set.of("ReplicaSet", "StatefulSet", "Deployment", "DaemonSet", "Job", "CronJob");

    /** Enough for a custom resource above a CronJob; a cycle of references ends here too. */
    private static final int DEPTH = 6;

    private final Function<OwnerReference, Optional<? extends HasMetadata>> known;

    /** Finds the object that a reference means, when it is known. */
    Owners(Function<OwnerReference, Optional<? extends HasMetadata>> known) {
        this.known = known;
    }

    /** The same, for a moment in which nothing changes: who is found once is not looked for again. */
    Owners remembering() {
        Map<OwnerReference, Optional<? extends HasMetadata>> found = new HashMap<>();
        return new Owners(owner -> {
            Optional<? extends HasMetadata> before = found.get(owner);
            Optional<? extends HasMetadata> now = before == null ? known.apply(owner) : before;
            found.put(owner, now);
            return now;
        });
    }

    /** The nearest first. The last is an owner of whom no owner is known, or who has none. */
    List<OwnerReference> of(HasMetadata object) {
        List<OwnerReference> chain = new ArrayList<>();
        Optional<OwnerReference> next = nearest(object);
        while (next.isPresent() && chain.size() < DEPTH) {
            OwnerReference owner = next.get();
            chain.add(owner);
            Optional<? extends HasMetadata> found = known.apply(owner);
            next = found.isPresent() ? nearest(found.get()) : guess(owner, object);
        }
        return chain;
    }

    /** The controller, or who comes first; other kinds than workloads count when they are known. */
    private Optional<OwnerReference> nearest(HasMetadata object) {
        @Nullable List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
        return owners == null
                ? Optional.empty()
                : owners.stream()
                        .filter(owner -> WORKLOADS.contains(owner.getKind())
                                || known.apply(owner).isPresent())
                        .min(Comparator.comparing(owner -> !Boolean.TRUE.equals(owner.getController())));
    }

    /**
     * The Deployment of a ReplicaSet that is not to be seen (yet): a Deployment names its ReplicaSets after itself and
     * the hash that it also puts on their pods.
     */
    private static Optional<OwnerReference> guess(OwnerReference owner, HasMetadata object) {
        @Nullable
        String hash = object.getMetadata().getLabels() == null
                ? null
                : object.getMetadata().getLabels().get("pod-template-hash");
        String suffix = "-" + hash;
        String name = owner.getName();
        if (hash == null || !owner.getKind().equals("ReplicaSet") || !name.endsWith(suffix)) {
            return Optional.empty();
        }
        String deployment = name.substring(0, name.length() - suffix.length());
        OwnerReference guessed = new OwnerReference();
        guessed.setKind("Deployment");
        guessed.setName(deployment);
        return deployment.isEmpty() || hash.isEmpty() ? Optional.empty() : Optional.of(guessed);
    }
}
