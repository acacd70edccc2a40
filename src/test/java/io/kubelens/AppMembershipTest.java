package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.access.LabelPolicy;
import io.kubelens.access.NamespacePolicy;
import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import io.kubelens.demo.DemoCluster;
import io.kubelens.demo.DemoWorkload;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.ServiceCluster;
import io.kubelens.logs.Membership;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who hears of an app's pods, and for how long. */
@Timeout(60)
final class AppMembershipTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Config.Kubernetes config = ConfigFile.parse(
                    Path.of("config.yaml"), DemoWorkload.gatewayConfig(URI.create("http://localhost:8180")), Map.of())
            .config()
            .kubernetes();
    private final Vertx vertx = Vertx.vertx();
    private final DemoCluster cluster = DemoCluster.start(vertx, 0);
    private final DemoWorkload workload = DemoWorkload.create(cluster);
    private final ServiceCluster client = ServiceCluster.at(cluster.url(), config.allowedNamespaces(), vertx);
    private final ClusterCache cache = new ClusterCache(client, config.appKinds());
    private final AppMembership membership =
            new AppMembership(cache, new LabelPolicy(() -> config), new NamespacePolicy(config.allowedNamespaces()));
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private final class Ear implements Membership.Listener {
        private final boolean fails;

        /** Fails on all that it hears, or on nothing. */
        Ear(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void joined(KubePod pod) {
            hear(pod);
        }

        @Override
        public void changed(KubePod pod) {
            hear(pod);
        }

        @Override
        public void left(KubePod pod) {
            hear(pod);
        }

        private void hear(KubePod pod) {
            heard.add(pod.name());
            if (fails) {
                throw new IllegalStateException("no memory");
            }
        }
    }

    @BeforeEach
    void start() {
        cache.start();
        await().atMost(PATIENCE).until(cache::synced);
    }

    @AfterEach
    void stop() {
        cache.close();
        client.close();
        workload.close();
        cluster.close();
        vertx.close();
    }

    /** Every change that is told is told to those who listen longer, first. */
    private void awaitNews(KubePod of) {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (ClusterCache.Subscription mine =
                cache.onPod(event -> told.add(event.pod().name()))) {
            assertThat(mine).isNotNull();
            cluster.edit("Pod", "shop", of.name(), pod -> pod.withObject("/metadata/labels")
                    .put("edited", "yes"));
            await().atMost(PATIENCE).until(() -> told.contains(of.name()));
        }
    }

    @Test
    void tellsWhoWatchesUntilTheWatchIsClosed() {
        KubeApp app = cache.app("shop", "web").orElseThrow();
        Membership.Watch watch = membership.watch(app, new Ear(false));
        heard.clear();
        awaitNews(app.pods().getFirst());
        assertThat(heard).contains(app.pods().getFirst().name());

        watch.close();
        heard.clear();
        awaitNews(app.pods().getLast());
        assertThat(heard).isEmpty();
    }

    @Test
    void showsAPodNoMoreFromTheMomentItIsToldOfAnExcludedLabel() {
        KubePod pod = cache.app("shop", "web").orElseThrow().pods().getFirst();
        Queue<Boolean> shown = new ConcurrentLinkedQueue<>();
        Membership.Watch watch = membership.watch(pod, () -> shown.add(membership.shows(pod)));
        assertThat(membership.shows(pod)).isTrue();

        cluster.edit("Pod", "shop", pod.name(), each -> each.withObject("/metadata/labels")
                .put("kubelens.io/hidden", "true"));

        await().atMost(PATIENCE).until(() -> !shown.isEmpty());
        assertThat(shown).containsOnly(false);
        watch.close();
    }

    @Test
    void tellsNobodyWhoseWatchDidNotBegin() {
        KubeApp app = cache.app("shop", "web").orElseThrow();
        KubeApp unaware = app.withPods(List.of());

        assertThatThrownBy(() -> membership.watch(unaware, new Ear(true))).hasMessage("no memory");
        heard.clear();
        awaitNews(app.pods().getFirst());

        assertThat(heard).isEmpty();
    }
}
