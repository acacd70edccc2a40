package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Custom resources whose definition is installed, and whose right is granted, while the gateway runs. The objects are
 * PodDisruptionBudgets, which are listed and watched as any custom resource would be: this kube-apiserver is built with a
 * Go that its JSON library does not know, and dies when it decodes an object of a real one.
 */
@ExtendWith(SharedCluster.class)
class CustomResourcesIT {
    private static final Duration RETRIES = Duration.ofSeconds(60);

    private static final String DEFINITION =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: clusters.postgresql.cnpg.io}
            spec:
              group: postgresql.cnpg.io
              scope: Namespaced
              names: {plural: clusters, singular: cluster, kind: Cluster, listKind: ClusterList}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private static final String BUDGET =
            """
            apiVersion: policy/v1beta1
            kind: PodDisruptionBudget
            metadata: {name: pg, namespace: shop, labels: {team: data}}
            spec: {minAvailable: 1, selector: {matchLabels: {cluster: pg}}}
            """;

    private static final String STATEFUL_SET =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %s, namespace: shop}
            spec:
              serviceName: none
              selector: {matchLabels: {set: %s}}
              template: {metadata: {labels: {set: %s}}, spec: {containers: [{name: app, image: "app:1"}]}}
            """;

    /** An overlay of one namespace that takes the component. */
    private static final String OVERLAY =
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: shop
            resources: [../../kustomize/namespace]
            components: [../../kustomize/custom-resources]
            patches:
              - target: {kind: Role, name: kubelens}
                patch: |-
                  - op: add
                    path: /rules/-
                    value: {apiGroups: [policy], resources: [poddisruptionbudgets], verbs: [get, list, watch]}
            """;

    private RealCluster cluster;
    private KubernetesClient admin;
    private String token;

    @BeforeEach
    void start(RealCluster shared) {
        cluster = shared;
        admin = cluster.api().admin();
        token = Keycloak.shared().token("developer");
    }

    @AfterEach
    void remove() {
        admin.resource(DEFINITION).delete();
    }

    @Test
    void areAppsAsSoonAsTheyMayBeSeenAndDisturbNobodyBefore() throws Exception {
        cluster.pods().deployment("shop", "beside", Map.of("app", "beside"), 1, "app");
        cluster.pods().running("shop", "pg-1", Map.of("cluster", "pg"), "app");
        admin.resource(BUDGET).create();
        ApiAudit audit = ApiAudit.fromNow(cluster.api().auditLog(), RealCluster.GATEWAY);
        try (Lens lens = Lens.ready(cluster, config())) {
            assertThat(apps(lens)).contains("Deployment beside").doesNotContain("PodDisruptionBudget pg");

            admin.resource(DEFINITION).create();
            grant();
            await().atMost(RETRIES).until(() -> apps(lens).contains("PodDisruptionBudget pg"));
            await().atMost(RETRIES)
                    .until(() -> audit.requests().contains(new ApiAudit.Asked("list", "clusters", "shop", 200)));

            JsonNode app =
                    lens.client().get("/api/v1/namespaces/shop/apps/pg", token).json();
            assertThat(app.path("type").asText()).isEqualTo("PodDisruptionBudget");
            assertThat(app.path("replicas").asInt()).isEqualTo(1);
            assertThat(app.at("/podNames/0").asText()).isEqualTo("pg-1");
            assertThat(app.at("/image").asText()).isEqualTo("registry.example/app:1");
            assertThat(apps(lens)).contains("Deployment beside");
            assertThat(lens.client()
                            .get("/api/v1/namespaces/payments/apps", token)
                            .status())
                    .isEqualTo(200);
            streams(lens);
            leavesItsStatefulSetOut(lens);
        }
    }

    /** The same lookup for logs. */
    private void streams(Lens lens) {
        cluster.log("pg-1").append(Instant.now(), "of the cluster");
        try (LogViewer viewer = lens.client().follow("/api/v1/namespaces/shop/apps/pg/logs", token)) {
            assertThat(viewer.awaitLines(1).messages()).containsExactly("of the cluster");
        }
    }

    /** Also when it has the name of the custom resource. */
    private void leavesItsStatefulSetOut(Lens lens) throws Exception {
        GenericKubernetesResource owner = admin.genericKubernetesResources("policy/v1beta1", "PodDisruptionBudget")
                .inNamespace("shop")
                .withName("pg")
                .get();
        for (String name : List.of("pg", "pg-made", "other")) {
            StatefulSet set = Serialization.unmarshal(STATEFUL_SET.formatted(name, name, name), StatefulSet.class);
            if (!name.equals("other")) {
                set.addOwnerReference(owner);
            }
            admin.resource(set).create();
        }
        await().atMost(RETRIES).until(() -> apps(lens).contains("StatefulSet other"));
        assertThat(apps(lens)).doesNotContain("StatefulSet pg", "StatefulSet pg-made");
        assertThat(lens.client()
                        .get("/api/v1/namespaces/shop/apps/pg", token)
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("PodDisruptionBudget");
        assertThat(lens.client()
                        .get("/api/v1/namespaces/shop/apps/pg-made", token)
                        .status())
                .isEqualTo(404);
    }

    private static GatewayConfig config() {
        return GatewayConfig.of(Keycloak.shared())
                .with(
                        "  allowed_namespaces: [shop, payments]\n",
                        """
                          allowed_namespaces: [shop, payments]
                          app_kinds: [Deployment, StatefulSet, CronJob]
                          custom_resources:
                            - name: databases
                              group: postgresql.cnpg.io
                              version: v1
                              resource: clusters
                              kind: Cluster
                              enabled: true
                              pod_label_key: cnpg.io/cluster
                            - name: budgets
                              group: policy
                              version: v1beta1
                              resource: poddisruptionbudgets
                              kind: PodDisruptionBudget
                              enabled: true
                        """);
    }

    private void grant() throws Exception {
        Path overlay = Files.createDirectories(Path.of("target/custom-resources"));
        Files.writeString(overlay.resolve("kustomization.yaml"), OVERLAY);
        cluster.api().kubectl("apply", "-k", overlay.toString()).orThrow();
    }

    private List<String> apps(Lens lens) throws Exception {
        GatewayClient.Answer answer = lens.client().get("/api/v1/namespaces/shop/apps?light=true", token);
        assertThat(answer.status()).isEqualTo(200);
        return StreamSupport.stream(answer.json().spliterator(), false)
                .map(each ->
                        each.path("type").asText() + " " + each.path("name").asText())
                .toList();
    }
}
