package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.kubelens.config.Config;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes the watches of one namespace.
 *
 * @param slim what all namespaces share
 * @param nanoTime as {@link System#nanoTime}
 */
record Kinds(ServiceCluster cluster, String namespace, Slim slim, Troubles troubles, LongSupplier nanoTime) {

    Watched<Pod> pods() {
        return watched(Pod.class, slim::pod);
    }

    Apps<?> app(String kind) {
        return app(Workload.of(kind));
    }

    private <T extends HasMetadata> Apps<T> app(Workload<T> workload) {
        return new Apps<>(
                workload, watched(workload.type(), object -> workload.slim().accept(object, slim)));
    }

    Apps<GenericKubernetesResource> app(Config.CustomResource config) {
        Workload<GenericKubernetesResource> workload = CustomKind.workload(config);
        ResourceDefinitionContext context = CustomKind.context(config);
        return new Apps<>(
                workload,
                watched(
                        context,
                        cluster.client().genericKubernetesResources(context).inNamespace(namespace),
                        object -> workload.slim().accept(object, slim)));
    }

    <T extends HasMetadata> KnownKind owner(OwnerKind<T> owner) {
        return new KnownKind(owner.group(), owner.kind(), watched(owner.type(), object -> owner.slim(object, slim)));
    }

    private <T extends HasMetadata> Watched<T> watched(Class<T> type, Consumer<? super T> slim) {
        return watched(
                ResourceDefinitionContext.fromResourceType(type),
                cluster.client().resources(type).inNamespace(namespace),
                slim);
    }

    private <T extends HasMetadata> Watched<T> watched(
            ResourceDefinitionContext context, Informable<T> source, Consumer<? super T> slim) {
        Watched<T> watched =
                new Watched<>(new Watched.What(context.getKind(), namespace), source, slim, troubles, nanoTime);
        cluster.listen(path(context), watched);
        watched.onClose(() -> cluster.forget(path(context), watched));
        return watched;
    }

    private String path(ResourceDefinitionContext context) {
        String group = context.getGroup();
        return (group == null || group.isEmpty() ? "/api/" : "/apis/" + group + "/") + context.getVersion()
                + "/namespaces/" + namespace + "/" + context.getPlural();
    }
}
