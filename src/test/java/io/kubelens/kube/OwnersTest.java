package io.kubelens.kube;

import static io.kubelens.kube.WatchedShop.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private final WatchedShop shop = new WatchedShop(List.of("Deployment", "Job", "CronJob"));

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void namesTheDeploymentThatTheReplicaSetNames() {
        replicaSet("odd-name", owner("apps/v1", "Deployment", "web"));
        shop.pod("odd-name-x", "{pod-template-hash: abc}", owner("apps/v1", "ReplicaSet", "odd-name"));
        shop.synced();
        assertThat(shop.ownerApp("odd-name-x")).isEqualTo("web");
    }

    @Test
    void doesNotGuessFromTheHashWhenTheReplicaSetIsKnownToStandAlone() {
        replicaSet("alone-abc", "");
        shop.pod("alone-abc-x", "{pod-template-hash: abc}", owner("apps/v1", "ReplicaSet", "alone-abc"));
        shop.synced();
        assertThat(shop.ownerApp("alone-abc-x")).isEqualTo("alone-abc");
    }

    @Test
    void guessesFromTheHashWhenReplicaSetsAreForbidden() {
        shop.api.refuse("replicasets", 403);
        shop.pod("web-abc-x", "{pod-template-hash: abc}", owner("apps/v1", "ReplicaSet", "web-abc"));
        shop.synced();
        assertThat(shop.ownerApp("web-abc-x")).isEqualTo("web");
    }

    @Test
    void doesNotTakeALaterReplicaSetOfThatNameForTheOwner() {
        replicaSet("web-abc", owner("apps/v1", "Deployment", "other"));
        shop.pod(
                "web-abc-x",
                "{pod-template-hash: abc}",
                "{apiVersion: apps/v1, kind: ReplicaSet, name: web-abc, uid: before, controller: true}");
        shop.synced();
        assertThat(shop.ownerApp("web-abc-x")).isEqualTo("web");
    }

    @Test
    void keepsNothingOfAReplicaSetButWhoseItIs() {
        Slim slim = new Slim();
        var set = new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("web-abc")
                .addToLabels("app", "web")
                .addNewOwnerReference()
                .withName("web")
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        OwnerKind<?> kind = OwnerKind.ALL.getFirst();
        slim(kind, set, slim);
        assertThat(set.getSpec()).isNull();
        assertThat(set.getMetadata().getLabels()).isEmpty();
        assertThat(set.getMetadata().getOwnerReferences()).hasSize(1);
    }

    private static <T extends HasMetadata> void slim(OwnerKind<T> kind, Object object, Slim slim) {
        kind.slim(kind.type().cast(object), slim);
    }

    @Test
    void givesTheCronJobThePodsOfItsJobs() {
        nightly();
        shop.synced();
        assertThat(shop.ownerApp("nightly-1-x")).isEqualTo("nightly");
        assertThat(shop.cache.app("shop", "nightly").orElseThrow().pods())
                .extracting(KubePod::name)
                .containsExactly("nightly-1-x");
    }

    @Test
    void listsTheJobOfACronJobOnlyAsPartOfIt() {
        nightly();
        job("once", "");
        shop.synced();
        assertThat(shop.apps()).containsExactly("Job once []", "CronJob nightly [nightly-1-x]");
        assertThat(shop.cache.app("shop", "nightly-1")).isEmpty();
    }

    @Test
    void listsTheJobWhenCronJobsAreNotToBeHad() {
        shop.api.refuse("cronjobs", 404);
        nightly();
        shop.synced();
        assertThat(shop.apps()).containsExactly("Job nightly-1 []");
        assertThat(shop.ownerApp("nightly-1-x")).isEqualTo("nightly");
    }

    @Test
    void tellsOfAPodAgainWhenItsJobIsSeenLater() {
        List<Boolean> belongs = new CopyOnWriteArrayList<>();
        cronJob();
        shop.synced();
        KubeApp nightly = shop.cache.app("shop", "nightly").orElseThrow();
        shop.cache.onPod(event -> belongs.add(nightly.selects(event.pod())));
        shop.pod("nightly-1-x", "{}", owner("batch/v1", "Job", "nightly-1"));
        await().until(() -> belongs.equals(List.of(false)));
        job("nightly-1", owner("batch/v1", "CronJob", "nightly"));
        await().until(() -> belongs.equals(List.of(false, true)));
    }

    private void nightly() {
        cronJob();
        job("nightly-1", owner("batch/v1", "CronJob", "nightly"));
        shop.pod("nightly-1-x", "{}", owner("batch/v1", "Job", "nightly-1"));
    }

    private void cronJob() {
        shop.put(
                "cronjobs",
                """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: nightly, uid: uid-nightly}
                spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: app}]}}}}}
                """);
    }

    private void job(String name, String owner) {
        shop.put(
                "jobs",
                """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: %s, uid: uid-%s, ownerReferences: [%s]}
                spec: {selector: {matchLabels: {controller-uid: uid-%s}}, template: {spec: {containers: [{name: app}]}}}
                """
                        .formatted(name, name, owner, name));
    }

    private void replicaSet(String name, String owner) {
        shop.put(
                "replicasets",
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %s, uid: uid-%s, ownerReferences: [%s]}
                spec: {replicas: 1}
                """
                        .formatted(name, name, owner));
    }
}
