package io.kubelens.kube;

import static io.kubelens.kube.WatchedShop.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.config.Config;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CustomResourcesTest {
    private static final Config.CustomResource CLUSTERS =
            custom("postgresql.cnpg.io", "clusters", "Cluster", "cnpg.io/cluster", "status.selector");
    private static final Config.CustomResource CACHES = custom("dragonflydb.io", "dragonflies", "Dragonfly", "", "");

    private final WatchedShop shop = new WatchedShop(List.of("Deployment", "StatefulSet"), CLUSTERS, CACHES);

    private static Config.CustomResource custom(
            String group, String resource, String kind, String label, String selectorPath) {
        return new Config.CustomResource(kind, group, "v1", resource, kind, true, label, selectorPath);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void areAppsAfterTheOtherKindsInConfiguredOrder() {
        cache("aa", "{}");
        cluster("pg", "spec: {}");
        statefulSet("db", "");
        shop.synced();
        assertThat(shop.apps()).containsExactly("StatefulSet db []", "Cluster pg []", "Dragonfly aa []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "status: {selector: 'app=pg,role in (primary, replica)'} | [one, two]",
                "status: {selector: 'app=pg,role!=replica'} | [one]",
                "status: {selector: 'app=pg,!old'} | [one, two]",
                "status: {selector: {matchLabels: {app: pg}}} | [one, two]",
                // Both must match: dropping the expressions would show too many pods.
                "status: {selector: {matchLabels: {app: pg}, matchExpressions: [{key: role, operator: In, values: [primary]}]}} | [one]",
                "status: {selector: {app: pg, role: replica}} | [two]",
                "spec: {selector: {matchLabels: {app: other}}} | [three]",
                "spec: {selector: {app: other}}; status: {selector: {app: pg}} | [one, two]",
                "spec: {selector: {app: other}}; status: {selector: {}} | [three]",
                // By the label that names the object.
                "status: {} | [four]",
                "status: {selector: ''} | [four]",
                // What is no selector selects nothing.
                "status: {selector: 'app pg'} | []",
                "status: {selector: 7} | []",
                "status: {selector: {matchLabels: {app: 1}}} | []",
                "status: {selector: {matchLabels: {app: pg}, matchExpressions: [{key: role}]}} | []",
                "status: {selector: {matchLabels: {app: pg}, matchExpressions: all}} | []",
            })
    void havePodsBySelectorElseByLabel(String fields, String pods) {
        shop.pod("one", "{app: pg, role: primary}", "");
        shop.pod("two", "{app: pg, role: replica}", "");
        shop.pod("three", "{app: other}", "");
        shop.pod("four", "{cnpg.io/cluster: pg}", "");
        cluster("pg", fields.replace("; ", "\n"));
        shop.synced();
        assertThat(shop.apps()).containsExactly("Cluster pg " + pods);
    }

    @Test
    void havePodsThatTheyOwnWhenNothingElseIsSaid() {
        cache("hot", "{}");
        statefulSet("hot-set", owner("dragonflydb.io/v1alpha1", "Dragonfly", "hot"));
        shop.pod("hot-0", "{app: hot}", owner("apps/v1", "StatefulSet", "hot-set"));
        shop.pod("cold-0", "{app: hot}", "");
        shop.synced();
        assertThat(shop.apps()).containsExactly("Dragonfly hot [hot-0]");
        assertThat(shop.ownerApp("hot-0")).isEqualTo("hot");
    }

    @Test
    void hideTheStatefulSetThatTheirOperatorMadeAndNoOther() {
        cache("same", "{}");
        statefulSet("same", owner("dragonflydb.io/v1", "Dragonfly", "same"));
        statefulSet("orphan", owner("dragonflydb.io/v1", "Dragonfly", "gone"));
        statefulSet("foreign", owner("example.com/v1", "Dragonfly", "same"));
        shop.synced();
        assertThat(shop.apps()).containsExactly("StatefulSet foreign []", "StatefulSet orphan []", "Dragonfly same []");
        assertThat(shop.cache.app("shop", "same").orElseThrow().kind()).isEqualTo("Dragonfly");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{replicas: 3} | {readyReplicas: 2} | 3/2",
                "{instances: 3} | {readyInstances: 2} | 3/2",
                "{instances: 0} | {} | 0/1",
                "{} | {} | 2/1",
                "{replicas: many} | {readyReplicas: none} | 2/1"
            })
    void haveReplicasAsTheySayElseAsTheirPodsAre(String spec, String status, String replicas) {
        shop.pod("one", "{cnpg.io/cluster: pg}", "");
        shop.put(
                "pods",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: two, labels: {cnpg.io/cluster: pg}}
                status: {conditions: [{type: Ready, status: "True"}]}
                """);
        cluster("pg", "spec: " + spec + "\nstatus: " + status);
        shop.synced();
        KubeApp app = shop.cache.app("shop", "pg").orElseThrow();
        assertThat(app.replicas() + "/" + app.readyReplicas()).isEqualTo(replicas);
    }

    @Test
    void areMadeFromWhatTheirFirstPodIsMadeFrom() {
        cluster("pg", "spec: {}");
        cluster("empty", "spec: {}");
        shop.pod("one", "{cnpg.io/cluster: pg}", "");
        shop.synced();
        KubeApp app = shop.cache.app("shop", "pg").orElseThrow();
        assertThat(app.template().getSpec().getContainers().getFirst().getImage())
                .isEqualTo("app:1");
        assertThat(shop.cache
                        .app("shop", "empty")
                        .orElseThrow()
                        .template()
                        .getSpec()
                        .getContainers())
                .isEmpty();
        assertThat(app.selects(shop.cache.pod("shop", "one").orElseThrow())).isTrue();
    }

    @Test
    void areKeptWithoutWhatIsNotServed() {
        cluster("pg", "spec: {instances: 2, password: hunter2}\nstatus: {selector: app=pg, big: {tree: [1]}}");
        shop.synced();
        assertThat(shop.cache.app("shop", "pg").orElseThrow().object().toString())
                .contains("app=pg")
                .doesNotContain("hunter2", "tree");
    }

    @Test
    void areLeftOutWhileForbiddenOrMissingAndComeWhenTheyCan() {
        shop.api.refuse("clusters", 404);
        shop.api.refuse("dragonflies", 403);
        cluster("pg", "spec: {}");
        cache("hot", "{}");
        statefulSet("hot", owner("dragonflydb.io/v1", "Dragonfly", "hot"));
        shop.synced();
        assertThat(shop.apps()).containsExactly("StatefulSet hot []");
        shop.api.refuse("clusters", 0);
        shop.api.refuse("dragonflies", 0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(shop.apps()).containsExactly("Cluster pg []", "Dragonfly hot []"));
    }

    @Test
    void areNotAskedForWhenDisabled() {
        try (WatchedShop other = new WatchedShop(
                List.of(), new Config.CustomResource("", "a.io", "v1", "things", "Thing", false, "", ""))) {
            other.synced();
            assertThat(other.api.requests).noneMatch(request -> request.contains("things"));
        }
    }

    private void cluster(String name, String fields) {
        shop.put(
                "clusters",
                "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: %s, uid: uid-%s}\n%s\n"
                        .formatted(name, name, fields));
    }

    private void cache(String name, String spec) {
        shop.put(
                "dragonflies",
                "apiVersion: dragonflydb.io/v1\nkind: Dragonfly\nmetadata: {name: %s, uid: uid-%s}\nspec: %s\n"
                        .formatted(name, name, spec));
    }

    private void statefulSet(String name, String owner) {
        shop.put(
                "statefulsets",
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: %s, uid: uid-%s, ownerReferences: [%s]}
                spec: {selector: {matchLabels: {set: %s}}, template: {spec: {containers: [{name: app}]}}}
                """
                        .formatted(name, name, owner, name));
    }
}
