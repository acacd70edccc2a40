package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests on a real API server, and what exactly their service account may do there. */
class KustomizeIT {
    private static final String OVERLAY =
            Path.of("kustomize/overlays/example").toAbsolutePath().toString();

    private static KubeApi api;
    private static Kubelet kubelet;
    private static RealPods pods;
    private static Pod cart;
    private static KubernetesClient gateway;

    @BeforeAll
    static void apply() {
        api = KubeApi.start();
        kubelet = Kubelet.start(api);
        pods = new RealPods(api, kubelet);
        List.of("shop", "payments", "vault").forEach(pods::namespace);
        cart = pods.deployment("shop", "cart", Map.of("app", "cart"), 1, "app").get(0);
        pods.running("vault", "safe", Map.of(), "app");
        api.kubectl("apply", "-k", OVERLAY).orThrow();
        gateway = api.client(api.serviceAccountToken("kubelens", "kubelens"));
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
    void appliesASecondTimeWithoutAChange() {
        assertThat(api.kubectl("apply", "-k", OVERLAY).orThrow().lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" unchanged"));
    }

    @Test
    void mountsTheConfigMapsThatItMakes() throws IOException {
        Deployment deployment = api.admin()
                .apps()
                .deployments()
                .inNamespace("kubelens")
                .withName("kubelens")
                .get();

        assertThat(deployment.getSpec().getTemplate().getSpec().getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .extracting(volume -> volume.getConfigMap().getName())
                .containsExactlyInAnyOrder("kubelens-config", "kubelens-routes-lens", "kubelens-routes-store");
        assertThat(configMap("kubelens-config")).containsOnlyKeys("config.yaml");
        assertThat(configMap("kubelens-config").get("config.yaml")).contains("allowed_namespaces: [shop, payments]");
        for (String folder : List.of("lens", "store")) {
            assertThat(configMap("kubelens-routes-" + folder).keySet())
                    .map(name -> folder + "/" + name)
                    .containsExactlyInAnyOrderElementsOf(KustomizeTest.routes(folder));
        }
    }

    @Test
    void lists() {
        assertThat(gateway.pods().inNamespace("shop").list().getItems()).hasSize(1);
        assertThat(gateway.apps().deployments().inNamespace("shop").list().getItems())
                .hasSize(1);
        assertThat(gateway.pods().inNamespace("payments").list().getItems()).isEmpty();
    }

    @Test
    void readsLogs() {
        String name = cart.getMetadata().getName();
        kubelet.log("shop", name, "app").append(Instant.EPOCH, "hello");

        assertThat(gateway.raw("/api/v1/namespaces/shop/pods/" + name + "/log")).isEqualTo("hello\n");
    }

    @Test
    void isRefusedWhatItMustNotDo() {
        refused(() -> gateway.secrets().inNamespace("shop").list());
        refused(() -> gateway.resource(cart).delete());
        refused(() -> gateway.pods().inNamespace("shop").resource(cart).edit(pod -> pod.edit()
                .editMetadata()
                .addToLabels("app", "mine")
                .endMetadata()
                .build()));
        refused(() -> gateway.configMaps().inNamespace("shop").list());
        refused(() -> gateway.pods().inNamespace("vault").list());
        refused(() -> gateway.raw("/api/v1/namespaces/vault/pods/safe/log"));
        refused(() -> gateway.pods().inAnyNamespace().list());
        refused(() -> gateway.pods().inNamespace("kubelens").list());
        refused(() -> gateway.namespaces().list());
        refused(() -> gateway.nodes().list());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get pods",
                "list pods",
                "watch pods",
                "get pods --subresource=log",
                "watch deployments.apps",
                "watch statefulsets.apps",
                "watch daemonsets.apps",
                "watch replicasets.apps",
                "watch jobs.batch",
                "watch cronjobs.batch",
                "list events.events.k8s.io"
            })
    void may(String right) {
        assertThat(canI(right, "shop")).isEqualTo("yes");
        assertThat(canI(right, "payments")).isEqualTo("yes");
        assertThat(canI(right, "vault")).isEqualTo("no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get secrets",
                "get configmaps",
                "create pods",
                "delete pods",
                "patch pods",
                "create pods --subresource=exec",
                "get pods --subresource=exec",
                "create pods --subresource=eviction",
                "update deployments.apps",
                "patch deployments.apps --subresource=scale",
                "delete jobs.batch",
                "create serviceaccounts --subresource=token",
                "create rolebindings.rbac.authorization.k8s.io",
                "impersonate users"
            })
    void mayNot(String right) {
        assertThat(canI(right, "shop")).isEqualTo("no");
    }

    @Test
    void mayListUsageAndNoMore() {
        assertThat(mayUsage("list", "shop")).isTrue();
        assertThat(mayUsage("list", "vault")).isFalse();
        for (String verb : List.of("get", "watch", "create", "delete")) {
            assertThat(mayUsage(verb, "shop")).as(verb).isFalse();
        }
    }

    /** Asked directly: kubectl knows the name only where a Metrics Server is. */
    private static boolean mayUsage(String verb, String namespace) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:kubelens:kubelens")
                .withNewResourceAttributes()
                .withGroup("metrics.k8s.io")
                .withResource("pods")
                .withNamespace(namespace)
                .withVerb(verb)
                .endResourceAttributes()
                .endSpec()
                .build();
        return api.admin()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    @Test
    void mayReadSecretsAndConfigMapsByNameOnlyWhereTheComponentsAre() {
        assertThat(canI("get configmaps", "payments")).isEqualTo("no");
        try {
            api.kubectl("apply", "-k", Components.overlay("payments", "reveal-secrets", "read-configmaps"))
                    .orThrow();

            for (String resource : List.of("secrets", "configmaps")) {
                assertThat(canI("get " + resource, "payments")).isEqualTo("yes");
                for (String verb : List.of("list", "watch", "create", "update", "patch", "delete")) {
                    assertThat(canI(verb + " " + resource, "payments")).as(verb).isEqualTo("no");
                }
                assertThat(canI("get " + resource, "shop")).isEqualTo("no");
                assertThat(canI("get " + resource, "kubelens")).isEqualTo("no");
            }
            assertThat(canI("get pods", "payments")).isEqualTo("yes");
        } finally {
            api.kubectl("apply", "-k", OVERLAY).orThrow();
        }
        assertThat(canI("get secrets", "payments")).isEqualTo("no");
    }

    /** Of {@code pods/log} kubectl would take {@code log} for the name of a pod, hence the flag in the rights above. */
    private static String canI(String right, String namespace) {
        List<String> command = new ArrayList<>(List.of("auth", "can-i"));
        command.addAll(List.of(right.split(" ", -1)));
        command.addAll(List.of("-n", namespace, "--as=system:serviceaccount:kubelens:kubelens"));
        return api.kubectl(command.toArray(String[]::new)).output().strip();
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                        .isEqualTo(403));
    }

    private static Map<String, String> configMap(String name) {
        return api.admin()
                .configMaps()
                .inNamespace("kubelens")
                .withName(name)
                .get()
                .getData();
    }
}
