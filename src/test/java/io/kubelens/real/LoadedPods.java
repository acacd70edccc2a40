package io.kubelens.real;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pods with all that those of a live cluster carry: three containers, probes, environment, a copy of the manifest. */
public final class LoadedPods {
    private static final Path MANIFEST = Path.of("src/test/resources/real/loaded-pod.yaml");

    private final KubernetesClient admin;
    private final String manifest;

    public LoadedPods(RealCluster cluster) {
        admin = cluster.api().admin();
        try {
            manifest = Files.readString(MANIFEST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates one in {@code shop}, and reports that it runs; each has times, addresses and names of its own. */
    public void create(String app, String name, int number) {
        String yaml = manifest.replace("$APP", app)
                .replace("$NAME", name)
                .replace("T00:00:", "T%02d:%02d:".formatted(number / 60 % 24, number % 60))
                .replace("10.244.17.93", "10.244.%d.%d".formatted(number / 250, number % 250));
        Pod pod = Serialization.unmarshal(yaml, Pod.class);
        PodStatus status = pod.getStatus();
        Container main = pod.getSpec().getContainers().getFirst();
        pod.getSpec().setContainers(List.of(main, like(main, "istio-proxy"), like(main, "log-agent")));
        pod.getMetadata()
                .getAnnotations()
                .put("kubectl.kubernetes.io/last-applied-configuration", Serialization.asJson(pod.getSpec()));
        Pod created = admin.resource(pod).create();
        created.setStatus(status);
        admin.resource(created).updateStatus();
    }

    private static Container like(Container main, String name) {
        return new ContainerBuilder(main)
                .withName(name)
                .withImage("registry.example.com/platform/" + name + ":2.3.0")
                .withPorts()
                .build();
    }

    /** As they are told. */
    public List<Pod> all() {
        return admin.pods().inNamespace("shop").list().getItems();
    }
}
