package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway is killed in mid-stream, several times, while bursts of lines share timestamps. */
@ExtendWith(SharedCluster.class)
class KillIT {
    private static final int KILLS = 4;
    private static final int PODS = 3;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, List<String>> seen = new TreeMap<>();

    @Test
    void losesAndDoublesNoLineOfAnAppOverSeveralKills(RealCluster cluster, @TempDir Path directory) throws IOException {
        Keycloak keycloak = Keycloak.shared();
        String token = keycloak.token("developer");
        String path = "/api/v1/namespaces/shop/apps/killed-app/logs";
        List<Pod> pods = cluster.pods().deployment("shop", "killed-app", Map.of("app", "killed-app"), PODS, "app");
        List<Bursts> bursts = new ArrayList<>();
        try (PackagedGateway gateway = PackagedGateway.in(directory, cluster, GatewayConfig.of(keycloak))) {
            gateway.start();
            for (Pod pod : pods) {
                bursts.add(Bursts.on(cluster.log(name(pod)), Duration.ofMillis(100), random.nextLong()));
            }
            LogViewer viewer = gateway.client().follow(path, token);
            for (int kill = 0; kill < KILLS; kill++) {
                viewer.awaitLines(1 + random.nextInt(300));
                lookOn();
                gateway.kill();
                assertThat(viewer.awaitEnd()).isEqualTo(LogViewer.State.ABORTED);
                take(viewer);
                gateway.start();
                viewer = gateway.client().resume(path, token, viewer.lastEventId());
            }
            Map<String, List<String>> written = new TreeMap<>();
            for (int i = 0; i < PODS; i++) {
                written.put(name(pods.get(i)), bursts.get(i).stop());
            }
            viewer.awaitLines(count(written) - count(seen)).close();
            take(viewer);

            assertThat(seen).as("seed " + seed).isEqualTo(written);
        } finally {
            bursts.forEach(Bursts::close);
        }
    }

    /** For a random while. */
    private void lookOn() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(500));
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() >= until);
    }

    private void take(LogViewer viewer) {
        viewer.lines().forEach(line -> seen.computeIfAbsent(
                        line.data().path("podName").asText(), pod -> new ArrayList<>())
                .add(line.message()));
    }

    private static int count(Map<String, List<String>> lines) {
        return lines.values().stream().mapToInt(List::size).sum();
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
