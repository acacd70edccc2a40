package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.function.Consumer;

/**
 * A kind that stands between pods and apps. It is watched even where it is no app, but then only its metadata is kept.
 *
 * @param empty takes from an object all but its metadata
 */
record OwnerKind<T extends HasMetadata>(Class<T> type, Consumer<T> empty) {
    static final List<OwnerKind<?>> ALL = List.of(
            new OwnerKind<>(ReplicaSet.class, set -> {
                set.setSpec(null);
                set.setStatus(null);
            }),
            new OwnerKind<>(Job.class, job -> {
                job.setSpec(null);
                job.setStatus(null);
            }),
            new OwnerKind<>(CronJob.class, job -> {
                job.setSpec(null);
                job.setStatus(null);
            }));

    String group() {
        return HasMetadata.getGroup(type);
    }

    String kind() {
        return HasMetadata.getKind(type);
    }

    boolean isOf(Workload<?> workload) {
        return workload.type() == type;
    }

    void slim(T object, Slim slim) {
        slim.bare(object);
        empty.accept(object);
    }
}
