package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** A kind whose objects may own pods, or owners of pods, and are watched. */
record KnownKind(String group, String kind, Watched<?> watched) {

    /** Whether an object of this kind is meant, in whatever version. */
    boolean isOf(OwnerReference owner) {
        String version = owner.getApiVersion() == null ? "" : owner.getApiVersion();
        return kind.equals(owner.getKind())
                && version.substring(0, Math.max(0, version.indexOf('/'))).equals(group);
    }

    /** The very object that is meant, and not a later one of that name. */
    Optional<? extends HasMetadata> find(OwnerReference owner) {
        return isOf(owner)
                ? watched.known(owner.getName())
                        .filter(object -> object.getMetadata().getUid().equals(owner.getUid()))
                : Optional.empty();
    }
}
