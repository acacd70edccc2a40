package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inspections on a real API server, with its objects and its rights: {@code payments} has the components that let the
 * gateway read Secrets and ConfigMaps, {@code shop} has not.
 */
@ExtendWith(SharedCluster.class)
class RevealIT {
    private static final String OVERLAY =
            Path.of("kustomize/overlays/example").toAbsolutePath().toString();
    private static final String REVEAL = "?reveal_secrets=true";

    private static final String SPEC =
            """
              serviceAccountName: default
              initContainers:
                - name: init
                  image: registry.example/init:1
                  env: [{name: FIRST, valueFrom: {secretKeyRef: {name: nest, key: bird}}}]
              containers:
                - name: app
                  image: registry.example/app:1
                  envFrom: [{prefix: P_, secretRef: {name: nest}}, {prefix: C_, configMapRef: {name: settings}}]
                  env:
                    - {name: BIRD, valueFrom: {secretKeyRef: {name: nest, key: bird}}}
                    - {name: STORE, valueFrom: {secretKeyRef: {name: nest, key: bytes}}}
                    - {name: GONE, valueFrom: {secretKeyRef: {name: gone, key: any, optional: true}}}
                    - {name: THEME, valueFrom: {configMapKeyRef: {name: settings, key: theme}}}
                    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
                  resources: {limits: {cpu: 500m, memory: 64Mi}}
                  volumeMounts: [{name: tls, mountPath: /tls, readOnly: true}]
              volumes: [{name: tls, secret: {secretName: mounted}}]
            """;

    private static RealCluster cluster;
    private static Keycloak keycloak;
    private static Lens lens;

    @BeforeAll
    static void start(RealCluster shared) {
        cluster = shared;
        keycloak = Keycloak.shared();
        List.of("shop", "payments").forEach(RevealIT::fill);
        cluster.api()
                .kubectl("apply", "-k", Components.overlay("payments", "reveal-secrets", "read-configmaps"))
                .orThrow();
        lens = Lens.ready(cluster, GatewayConfig.of(keycloak));
    }

    private static void fill(String namespace) {
        KubernetesClient admin = cluster.api().admin();
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("nest")
                        .endMetadata()
                        .addToStringData("bird", "canary")
                        .addToData("bytes", "/u3+7Q==")
                        .build())
                .create();
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("settings")
                        .endMetadata()
                        .addToData("theme", "dark")
                        .build())
                .create();
        String metadata = "metadata: {namespace: " + namespace + ", name: caged}\n";
        admin.resource(Serialization.unmarshal("apiVersion: v1\nkind: Pod\n" + metadata + "spec:\n" + SPEC, Pod.class))
                .create();
        admin.resource(Serialization.unmarshal(
                        "apiVersion: apps/v1\nkind: Deployment\n" + metadata
                                + "spec:\n  selector: {matchLabels: {app: caged}}\n  template:\n"
                                + "    metadata: {labels: {app: caged}}\n    spec:\n" + SPEC.indent(4),
                        Deployment.class))
                .create();
    }

    @AfterAll
    static void stop() {
        if (lens != null) {
            lens.close();
            cluster.api().kubectl("apply", "-k", OVERLAY).orThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/caged", "/pods/caged/details", "/apps/caged"})
    void revealsToAMemberWhereTheComponentIs(String path) {
        await("the API server knows the right").untilAsserted(() -> assertThat(env("payments" + path + REVEAL, "admin"))
                .containsEntry("BIRD", "canary")
                .containsEntry("P_bird", "canary")
                .containsEntry("P_bytes", "base64:/u3+7Q==")
                .containsEntry("STORE", "base64:/u3+7Q==")
                .containsEntry("FIRST", "canary")
                .containsEntry("THEME", "dark")
                .containsEntry("C_theme", "dark")
                .containsEntry("CPU", "500")
                .doesNotContainKeys("GONE", "P_*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/caged", "/pods/caged/details", "/apps/caged"})
    void masksForEverybodyElse(String path) throws Exception {
        for (String asked : List.of(path, path + REVEAL)) {
            assertThat(env("payments" + asked, "developer"))
                    .containsEntry("BIRD", "********")
                    .containsEntry("P_*", "********")
                    .containsEntry("FIRST", "********")
                    .doesNotContainValue("canary");
        }
        assertThat(env("payments" + path, "admin")).doesNotContainValue("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/caged", "/pods/caged/details", "/apps/caged"})
    void masksFromAMemberWhereTheComponentIsNot(String path) throws Exception {
        assertThat(env("shop" + path + REVEAL, "admin"))
                .containsEntry("BIRD", "********")
                .containsEntry("P_*", "********")
                .containsEntry("THEME", "********")
                .doesNotContainKeys("C_theme");
    }

    @Test
    void readsEachNameOnceAndOnlyTheReferencedOnes() throws Exception {
        ApiAudit audit = ApiAudit.fromNow(cluster.api().auditLog(), RealCluster.GATEWAY);
        env("payments/pods/caged" + REVEAL, "admin");
        env("payments/pods/caged" + REVEAL, "developer");

        await().untilAsserted(() -> assertThat(audit.requests())
                .contains(
                        new ApiAudit.Asked("get", "secrets", "payments", 200),
                        new ApiAudit.Asked("get", "secrets", "payments", 404),
                        new ApiAudit.Asked("get", "configmaps", "payments", 200)));
        assertThat(audit.requests())
                .noneMatch(
                        asked -> asked.verb().equals("list") && asked.resource().equals("secrets"));
    }

    private static Map<String, String> env(String path, String user) throws Exception {
        GatewayClient.Answer answer = lens.client().get("/api/v1/namespaces/" + path, keycloak.token(user));
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode env = answer.json().path("env");
        return new ObjectMapper().convertValue(env, new TypeReference<>() {});
    }
}
