package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubeApiIT {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000000007Z");

    private static KubeApi api;
    private static Kubelet kubelet;
    private static RealPods pods;

    @BeforeAll
    static void start() {
        api = KubeApi.start();
        kubelet = Kubelet.start(api);
        pods = new RealPods(api, kubelet);
        pods.namespace("shop");
    }

    @AfterAll
    static void stop() {
        if (kubelet != null) {
            kubelet.close();
        }
        if (api != null) {
            api.close();
        }
    }

    @Test
    void refusesAServiceAccountWithoutARole() {
        KubernetesClient nobody = serviceAccount("nobody");

        assertThatThrownBy(() -> nobody.pods().inNamespace("shop").list())
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                        .isEqualTo(403));
    }

    @Test
    void letsAServiceAccountReadWhatItsRoleSays() {
        KubernetesClient reader = serviceAccount("reader");
        grant("reader", "pods", "list");
        pods.running("shop", "listed", Map.of("app", "listed"), "app");

        await().untilAsserted(() -> assertThat(
                        reader.pods().inNamespace("shop").list().getItems())
                .anyMatch(pod -> pod.getMetadata().getName().equals("listed")
                        && pod.getStatus().getPhase().equals("Running")));
    }

    @Test
    void chainsPodsToTheirDeployment() {
        var created = pods.deployment("shop", "cart", Map.of("app", "cart"), 2, "app");

        assertThat(created)
                .extracting(pod -> pod.getMetadata().getOwnerReferences().get(0).getKind())
                .containsExactly("ReplicaSet", "ReplicaSet");
        assertThat(api.kubectl("-n", "shop", "get", "deployment,replicaset,pod", "-l", "app=cart", "-o", "name")
                        .orThrow())
                .contains("deployment.apps/cart", "replicaset.apps/cart-", "pod/cart-");
    }

    @Test
    void passesTheTailAndTimestampsOfALogThrough() {
        pods.running("shop", "tail", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "tail", "app");
        log.append(NOON, "one");
        log.append(NOON.plusSeconds(1), "two");
        log.append(NOON.plusSeconds(2), "three");

        assertThat(api.kubectl("-n", "shop", "logs", "tail", "--tail=2", "--timestamps")
                        .orThrow())
                .isEqualTo("2026-03-01T12:00:01.000000007Z two\n2026-03-01T12:00:02.000000007Z three\n");
        assertThat(api.kubectl("-n", "shop", "logs", "tail", "--limit-bytes=5").orThrow())
                .isEqualTo("one\nt");
    }

    @Test
    void countsSinceTimeInWholeSecondsInclusively() {
        pods.running("shop", "since", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "since", "app");
        log.append(NOON.minusSeconds(1), "before");
        log.append(NOON, "same second");
        log.append(NOON.plusMillis(900), "later in it");

        assertThat(api.kubectl("-n", "shop", "logs", "since", "--since-time=2026-03-01T12:00:00.5Z")
                        .orThrow())
                .isEqualTo("same second\nlater in it\n");
    }

    @Test
    void followsAPodUntilItsContainerEnds() {
        var pod = pods.running("shop", "follow", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "follow", "app");
        log.append(NOON, "history");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();

        try (LogWatch watch =
                api.admin().pods().inNamespace("shop").withName("follow").watchLog(seen)) {
            await().untilAsserted(() -> assertThat(text(seen)).isEqualTo("history\n"));
            log.append(NOON, "live");
            await().untilAsserted(() -> assertThat(text(seen)).isEqualTo("history\nlive\n"));
            log.rotate();
            log.append(NOON, "after rotation");
            await().untilAsserted(() -> assertThat(text(seen)).endsWith("after rotation\n"));
            pods.terminated(pod, 0);
            await().untilAsserted(() -> assertThat(log.open()).isZero());
            assertThat(watch.getOutput()).isNull();
        }
        assertThat(api.kubectl("-n", "shop", "logs", "follow").orThrow()).isEqualTo("after rotation\n");
    }

    @Test
    void showsThePreviousRunOfAContainer() {
        pods.running("shop", "crash", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "crash", "app");
        log.append(NOON, "first life");

        assertThat(api.kubectl("-n", "shop", "logs", "crash", "--previous").errors())
                .contains("previous terminated container");
        log.restart();
        log.append(NOON, "second life");

        assertThat(api.kubectl("-n", "shop", "logs", "crash", "--previous").orThrow())
                .isEqualTo("first life\n");
        assertThat(api.kubectl("-n", "shop", "logs", "crash").orThrow()).isEqualTo("second life\n");
    }

    @Test
    void endsAFollowWithTheKubeletsComplaintInsideTheAnswer() {
        pods.running("shop", "inotify", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "inotify", "app");
        log.append(NOON, "history");
        log.failFollows("failed to create fsnotify watcher: too many open files");

        assertThat(api.kubectl("-n", "shop", "logs", "-f", "inotify").orThrow())
                .isEqualTo("history\nfailed to create fsnotify watcher: too many open files");
    }

    @Test
    void letsACutConnectionLookLikeACleanEnd() {
        pods.running("shop", "cut", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "cut", "app");
        log.append(NOON, "history");
        ByteArrayOutputStream seen = new ByteArrayOutputStream();

        try (LogWatch watch =
                api.admin().pods().inNamespace("shop").withName("cut").watchLog(seen)) {
            await().untilAsserted(() -> assertThat(text(seen)).isEqualTo("history\n"));
            log.cut();
            await().untilAsserted(() -> assertThat(log.open()).isZero());
            assertThat(watch.getOutput()).isNull();
        }
        assertThat(log.opened()).isEqualTo(1);
    }

    @Test
    void deliversAFullHistoryWithinSeconds() {
        pods.running("shop", "bulk", Map.of(), "app");
        ContainerLog log = kubelet.log("shop", "bulk", "app");
        byte[] line = "x".repeat(100).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 200_000; i++) {
            log.append(NOON.plusNanos(i), line);
        }
        Instant start = Instant.now();

        String all = api.kubectl("-n", "shop", "logs", "bulk", "--timestamps").orThrow();

        assertThat(all).hasSize(200_000 * (101 + "2026-03-01T12:00:00.000000007Z ".length()));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void keepsItsDataAndPortOverARestart() {
        pods.running("shop", "survivor", Map.of(), "app");
        String url = api.url();

        api.stop();
        assertThat(api.kubectl("--request-timeout=2s", "get", "ns").exitCode()).isNotZero();
        api.restart();

        assertThat(api.url()).isEqualTo(url);
        assertThat(api.kubectl("-n", "shop", "get", "pod", "survivor", "-o", "name")
                        .orThrow())
                .isEqualTo("pod/survivor\n");
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static KubernetesClient serviceAccount(String name) {
        api.admin()
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return api.client(api.serviceAccountToken("shop", name));
    }

    private static void grant(String account, String resource, String verb) {
        api.admin()
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(account)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources(resource)
                        .withVerbs(verb)
                        .endRule()
                        .build())
                .create();
        api.admin()
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(account)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                        .addNewSubject("", "ServiceAccount", account, "shop")
                        .build())
                .create();
    }
}
