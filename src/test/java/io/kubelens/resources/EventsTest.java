package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final CachedCluster cluster =
            CachedCluster.of(List.of(CachedCluster.pod("web-5d4f-x1"), CachedCluster.pod("secret-1")));
    private final Events events = new Events(cluster.cache, EventsTest::isSecret);

    @AfterAll
    static void close() {
        cluster.close();
    }

    @Test
    void tellsThePodsEventsNewestFirst() {
        List<EventJson> told = events.ofPod(
                pod("web-5d4f-x1", "u1", ""),
                List.of(
                        event("Pod", "web-5d4f-x1", "u1", "12:00", "Scheduled", "Successfully assigned"),
                        event("Pod", "web-5d4f-x1", "u1", "12:02", "Started", "Started container app"),
                        event("Pod", "web-5d4f-x1", "u1", "12:01", "Pulled", "Pulled image")));

        assertThat(told).extracting(EventJson::reason).containsExactly("Started", "Pulled", "Scheduled");
        assertThat(told.getFirst())
                .isEqualTo(new EventJson(
                        "2026-01-01T12:02:00Z",
                        "event",
                        "Normal",
                        "Started",
                        "Started container app",
                        1,
                        "Pod/web-5d4f-x1"));
    }

    @Test
    void tellsNothingOfOthers() {
        List<EventJson> told = events.ofPod(
                pod("web-5d4f-x1", "u1", ""),
                List.of(
                        event("Pod", "web-5d4f-x2", "u2", "12:00", "Started", ""),
                        event("Pod", "web-5d4f-x1", "u0", "12:00", "StartedAnEarlierOneOfThatName", ""),
                        event("Service", "web-5d4f-x1", "u1", "12:00", "Created", ""),
                        new Event()));

        assertThat(told).isEmpty();
    }

    @Test
    void tellsOfAPodWhoseUidIsNotSaid() {
        assertThat(events.ofPod(
                        pod("web-5d4f-x1", "u1", ""), List.of(event("Pod", "web-5d4f-x1", "", "12:00", "Started", ""))))
                .hasSize(1);
    }

    @Test
    void tellsTheLastRestartOfEachContainer() {
        KubePod pod = pod(
                "web-5d4f-x1",
                "u1",
                """
                status:
                  containerStatuses:
                    - name: app
                      restartCount: 3
                      lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: "2026-01-01T12:00:00Z"}}
                    - {name: calm, restartCount: 0}
                    - {name: forgotten, restartCount: 2}
                  initContainerStatuses:
                    - name: setup
                      restartCount: 1
                      lastState: {terminated: {exitCode: 0, finishedAt: "2026-01-01T11:00:00Z"}}
                """);

        assertThat(events.ofPod(pod, List.of()))
                .containsExactly(
                        new EventJson(
                                "2026-01-01T12:00:00Z",
                                "restart",
                                "Warning",
                                "OOMKilled",
                                "container app ended with exit code 137",
                                3,
                                "Pod/web-5d4f-x1"),
                        new EventJson(
                                "2026-01-01T11:00:00Z",
                                "restart",
                                "Normal",
                                "Terminated",
                                "container setup ended with exit code 0",
                                1,
                                "Pod/web-5d4f-x1"));
    }

    @Test
    void tellsOfTheAppItsReplicaSetsAndItsVisiblePods() {
        KubeApp web = web(pod("web-5d4f-x1", "u1", ""));

        assertThat(events.ofApp(
                        web,
                        List.of(
                                event("Deployment", "web", "d1", "12:00", "ScalingReplicaSet", "Scaled up"),
                                event("ReplicaSet", "web-5d4f", "r1", "12:01", "SuccessfulCreate", ""),
                                event("Pod", "web-5d4f-x1", "u1", "12:02", "Started", ""),
                                event("Pod", "web-5d4f-hidden", "u2", "12:03", "Started", "hidden"),
                                event("Deployment", "web", "d0", "12:03", "ScalingReplicaSet", "an earlier web"),
                                event("Deployment", "web-api", "d2", "12:03", "ScalingReplicaSet", "another"),
                                event("ReplicaSet", "web-api-5d4f", "r2", "12:03", "SuccessfulCreate", "another's"),
                                event("StatefulSet", "web", "s1", "12:03", "SuccessfulCreate", "another kind"))))
                .filteredOn(one -> one.kind().equals("event"))
                .extracting(EventJson::object)
                .containsExactly("Pod/web-5d4f-x1", "ReplicaSet/web-5d4f", "Deployment/web");
    }

    @Test
    void doesNotRepeatTheNamesOfHiddenPods() {
        KubeApp web = web(pod("web-5d4f-x1", "u1", ""));

        assertThat(events.ofApp(
                        web,
                        List.of(
                                event("ReplicaSet", "web-5d4f", "r1", "12:00", "Create", "Created pod: web-5d4f-x1"),
                                event("ReplicaSet", "web-5d4f", "r1", "12:01", "Create", "Created pod: secret-1"),
                                event("ReplicaSet", "web-5d4f", "r1", "12:02", "Delete", "Deleted pod: secret-gone"),
                                event("Pod", "web-5d4f-x1", "u1", "12:03", "Preempted", "by shop/secret-1 on node"),
                                event("Pod", "web-5d4f-x1", "u1", "12:04", "Note", "secret-1a and my-secret-1 are"))))
                .filteredOn(one -> one.kind().equals("event"))
                .extracting(EventJson::reason)
                .containsExactly("Note", "Create");
    }

    @Test
    void takesPodsThatAreGoneForHiddenWhereTheTemplatesLabelsHideThem() {
        KubeApp web = app(
                """
                kind: Deployment
                apiVersion: apps/v1
                metadata: {name: web, namespace: shop, uid: d1}
                spec:
                  template: {metadata: {labels: {hidden: "true"}}, spec: {containers: []}}
                """);

        assertThat(events.ofApp(
                        web,
                        List.of(
                                event("ReplicaSet", "web-5d4f", "r1", "12:00", "Delete", "Deleted pod: web-5d4f-z9"),
                                event("Deployment", "web", "d1", "12:01", "Scaling", "Scaled up replica set"))))
                .extracting(EventJson::reason)
                .containsExactly("Scaling");
    }

    @Test
    void tellsOfTheJobsOfACronJob() {
        KubeApp nightly = app(
                """
                kind: CronJob
                apiVersion: batch/v1
                metadata: {name: nightly, namespace: shop, uid: c1}
                spec:
                  jobTemplate: {spec: {template: {spec: {containers: []}}}}
                """);

        assertThat(events.ofApp(
                        nightly,
                        List.of(
                                event("Job", "nightly-29012345", "j1", "12:00", "Completed", "Job completed"),
                                event("Job", "nightly-report", "j2", "12:00", "Completed", "another"))))
                .extracting(EventJson::object)
                .containsExactly("Job/nightly-29012345");
    }

    @Test
    void tellsRolloutsFromVersionsOfPodsAndFromTheDeployment() {
        KubeApp web = web(
                pod("web-5d4f-x1", "u1", created("2026-01-01T12:00:00Z", "pod-template-hash: 5d4f")),
                pod("web-5d4f-x2", "u2", created("2026-01-01T12:01:00Z", "pod-template-hash: 5d4f")),
                pod("web-7777-x3", "u3", created("2026-01-01T13:00:00Z", "pod-template-hash: '7777'")));

        assertThat(events.ofApp(web, List.of()))
                .containsExactly(
                        rollout("13:00:05", "Warning", "ProgressDeadlineExceeded", "revision 2: timed out", 1),
                        rollout("13:00:00", "Normal", "NewPods", "first of 1 pods of version 7777", 1),
                        rollout("12:00:00", "Normal", "NewPods", "first of 2 pods of version 5d4f", 2));
    }

    @Test
    void readsVersionsOfAStatefulSet() {
        KubeApp db = app(
                """
                kind: StatefulSet
                apiVersion: apps/v1
                metadata: {name: db, namespace: shop, uid: s1}
                spec: {template: {spec: {containers: []}}}
                """,
                pod("db-0", "u1", created("2026-01-01T12:00:00Z", "controller-revision-hash: db-6f6f")));

        assertThat(events.ofApp(db, List.of(event("StatefulSet", "db", "s1", "11:00", "Create", "create Pod db-0"))))
                .extracting(EventJson::message)
                .containsExactly("first of 1 pods of version db-6f6f", "create Pod db-0");
    }

    @Test
    void keepsTheNewest500() {
        List<Event> many = IntStream.range(0, 600)
                .mapToObj(i -> event("Pod", "web-5d4f-x1", "u1", "%02d:%02d".formatted(i / 60, i % 60), "E" + i, ""))
                .toList();

        assertThat(events.ofPod(pod("web-5d4f-x1", "u1", ""), many))
                .hasSize(500)
                .extracting(EventJson::reason)
                .startsWith("E599")
                .endsWith("E100");
    }

    private static boolean isSecret(KubePod pod) {
        return pod.name().startsWith("secret") || "true".equals(pod.labels().get("hidden"));
    }

    private static EventJson rollout(String time, String type, String reason, String message, int count) {
        return new EventJson("2026-01-01T" + time + "Z", "rollout", type, reason, message, count, "Deployment/web");
    }

    private static Event event(String kind, String name, String uid, String time, String reason, String note) {
        return event(
                """
                regarding: {kind: %s, name: "%s", uid: "%s"}
                type: Normal
                reason: %s
                note: "%s"
                deprecatedLastTimestamp: "2026-01-01T%s:00Z"
                """
                        .formatted(kind, name, uid, reason, note, time));
    }

    private static Event event(String yaml) {
        return Serialization.unmarshal("kind: Event\napiVersion: events.k8s.io/v1\n" + yaml, Event.class);
    }

    private static KubeApp web(KubePod... pods) {
        return app(
                """
                kind: Deployment
                apiVersion: apps/v1
                metadata: {name: web, namespace: shop, uid: d1, annotations: {deployment.kubernetes.io/revision: "2"}}
                spec: {template: {metadata: {labels: {app: web}}, spec: {containers: []}}}
                status:
                  conditions:
                    - {type: Available, status: "True", lastUpdateTime: "2026-01-01T10:00:00Z"}
                    - type: Progressing
                      status: "False"
                      reason: ProgressDeadlineExceeded
                      message: timed out
                      lastUpdateTime: "2026-01-01T13:00:05Z"
                """,
                pods);
    }

    private static KubeApp app(String yaml, KubePod... pods) {
        HasMetadata object = (HasMetadata) Serialization.unmarshal(yaml, KubernetesResource.class);
        return new KubeApp(object.getKind(), object, List.of(pods));
    }

    private static String created(String time, String label) {
        return "metadata: {creationTimestamp: \"" + time + "\", labels: {" + label + "}}";
    }

    private static KubePod pod(String name, String uid, String yaml) {
        Pod pod = Serialization.unmarshal("kind: Pod\napiVersion: v1\nspec: {containers: []}\n" + yaml, Pod.class);
        Pod named = pod.edit()
                .editOrNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid(uid)
                .endMetadata()
                .build();
        return new KubePod(named);
    }
}
