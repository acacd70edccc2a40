package io.kubelens;

import io.kubelens.access.AuthConfig;
import io.kubelens.access.LabelPolicy;
import io.kubelens.access.NamespacePolicy;
import io.kubelens.access.SecretsPolicy;
import io.kubelens.access.SigningKeys;
import io.kubelens.access.TokenExchange;
import io.kubelens.access.TokenVerifier;
import io.kubelens.cli.Launch;
import io.kubelens.cli.Main;
import io.kubelens.config.Config;
import io.kubelens.config.ConfigCheck;
import io.kubelens.config.UiConfig;
import io.kubelens.http.ApiDescription;
import io.kubelens.http.Audit;
import io.kubelens.http.Authenticate;
import io.kubelens.http.CurrentRoutes;
import io.kubelens.http.FirstHead;
import io.kubelens.http.Gateway;
import io.kubelens.http.Health;
import io.kubelens.http.Management;
import io.kubelens.http.MoreMembers;
import io.kubelens.http.Occurrence;
import io.kubelens.http.OpenStreams;
import io.kubelens.http.RequestMeters;
import io.kubelens.http.RouteCheck;
import io.kubelens.http.RouteFile;
import io.kubelens.http.RouteProblem;
import io.kubelens.http.RoutesRefused;
import io.kubelens.http.StoreComponents;
import io.kubelens.http.StreamLimits;
import io.kubelens.http.Webhook;
import io.kubelens.kube.ClusterCache;
import io.kubelens.kube.PodLogs;
import io.kubelens.kube.ServiceCluster;
import io.kubelens.logs.Logs;
import io.kubelens.logs.PodLog;
import io.kubelens.logs.route.MergeLogs;
import io.kubelens.reload.ConfigWatch;
import io.kubelens.reload.LastGood;
import io.kubelens.reload.Reloads;
import io.kubelens.reload.RouteKeeper;
import io.kubelens.reload.RouteWatch;
import io.kubelens.resources.Apps;
import io.kubelens.resources.Events;
import io.kubelens.resources.Inspections;
import io.kubelens.resources.Metrics;
import io.kubelens.resources.Pods;
import io.kubelens.resources.route.GatherReadings;
import io.kubelens.sessions.Sessions;
import io.kubelens.sessions.route.SessionTurn;
import io.kubelens.store.Store;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway: every object is made here, once, and named for the routes. */
public final class KubeLens implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KubeLens.class);

    /** Where nobody is: for looking at routes without a cluster. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    /** What was made, newest first: closed in this order. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private final Launch launch;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CurrentRoutes routes = new CurrentRoutes();
    private final LiveConfig live;
    private final OpenStreams streams;
    private final Vertx vertx;
    private final SigningKeys keys;
    private final ClusterCache cache;
    private final Logs logs;
    private final Health health;
    private final Store store;
    private final Retention retention;
    private final Map<String, Object> beans;
    private final Reloads reloads = Reloads.ofRoutes(clock, this::audit);
    private final Reloads configReloads = Reloads.ofConfig(clock, this::audit);
    private @Nullable Gateway gateway;

    public static void main(String[] args) {
        System.exit(Main.run(KubeLens::serve, KubeLens::check, args));
    }

    /** Runs until the process is told to stop. */
    private static int serve(Launch launch) throws InterruptedException {
        KubeLens kubelens = start(launch);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            kubelens.close();
            stopped.countDown();
        }));
        stopped.await();
        return 0;
    }

    /**
     * Starts everything. It does not need Keycloak or Kubernetes to be there yet: it is not ready until they are.
     *
     * @throws RuntimeException if routes are refused, a port is taken, or there is no way to Kubernetes; its message
     *     names the fix
     */
    public static KubeLens start(Launch launch) {
        List<String> namespaces = launch.config().kubernetes().allowedNamespaces();
        KubeLens made = new KubeLens(
                launch, vertx -> ServiceCluster.connect(launch.kubeconfig(), System.getenv(), namespaces, vertx));
        try {
            made.start();
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /**
     * Why {@link #start} would refuse the routes; empty if it would not. Nothing is asked of anybody, and nothing serves.
     *
     * @throws IOException if a folder of routes is missing
     */
    public static List<RouteProblem> check(Launch launch) throws IOException {
        List<String> namespaces = launch.config().kubernetes().allowedNamespaces();
        try (KubeLens made = new KubeLens(launch, vertx -> ServiceCluster.at(NOWHERE, namespaces, vertx))) {
            return RouteCheck.of(made.vertx, launch.config().server(), files(launch), made.beans, launch.properties());
        } catch (RoutesRefused e) {
            return e.problems();
        }
    }

    /** What would run. */
    private static List<RouteFile> files(Launch launch) throws IOException {
        return RouteFile.read(
                launch.routes(), launch.config().packs(), launch.config().storeKind());
    }

    /** Makes everything; nothing talks to anybody before {@link #start()}. */
    private KubeLens(Launch launch, Function<Vertx, ServiceCluster> kubernetes) {
        this.launch = launch;
        try {
            Config config = launch.config();
            live = new LiveConfig(config);
            vertx = FirstHead.vertx(config.server());
            started.push(() ->
                    vertx.close().toCompletionStage().toCompletableFuture().join());
            keys = own(new SigningKeys(config.auth(), clock));
            ServiceCluster cluster = own(kubernetes.apply(vertx));
            cache = own(new ClusterCache(
                    cluster, config.kubernetes().appKinds(), config.kubernetes().customResources()));
            LabelPolicy labels = new LabelPolicy(live::kubernetes);
            NamespacePolicy policy = new NamespacePolicy(live::namespaces);
            TokenVerifier tokens = new TokenVerifier(live::auth, keys, clock);
            streams = new OpenStreams(tokens::admits);
            AppMembership members = new AppMembership(cache, labels, policy);
            Metrics metrics = own(new Metrics(cluster, clock, System::nanoTime));
            PodLogs upstream = new PodLogs(cluster.http(), cluster.apiServer());
            logs = own(new Logs(
                    live::logs,
                    upstream,
                    members,
                    members,
                    (pod, query) -> (PodLog) routes.call("direct:pod-open", pod, Map.of("query", query)),
                    clock));
            health = new Health(() -> keys.loaded() && cache.synced());

            store = own(Store.open(config, clock));
            retention = own(new Retention(live, cluster, upstream, logs, cache, members, routes, store, clock));
            beans = new HashMap<>(store.beans());
            beans.putAll(retention.beans());
            AdminStatus status =
                    new AdminStatus(live, clock, keys, cache, logs, streams, routes, reloads, configReloads);
            String realm =
                    config.auth().keycloakUrl() + "/realms/" + config.auth().realm();
            beans.putAll(Map.ofEntries(
                    Map.entry("adminStatus", status),
                    Map.entry("apiDescription", new ApiDescription(routes)),
                    Map.entry("apps", new Apps(cache, metrics)),
                    Map.entry("audit", new Audit(config.server().auditLogs(), clock)),
                    Map.entry("authConfig", new AuthConfig(live::auth)),
                    Map.entry("authenticate", new Authenticate(tokens)),
                    Map.entry("configCheck", new ConfigCheck(launch.loaded().source(), live, System.getenv())),
                    Map.entry("configMapReadings", GatherReadings.configMaps()),
                    Map.entry("events", new Events(cache, labels::hidesPod)),
                    Map.entry("health", health),
                    Map.entry("inspections", new Inspections()),
                    Map.entry("k8s", cluster.client()),
                    Map.entry("labelPolicy", labels),
                    Map.entry("logLevel", new LogLevel()),
                    Map.entry("logs", logs),
                    Map.entry("mergeLogs", new MergeLogs(logs)),
                    Map.entry("metrics", metrics),
                    Map.entry("moreMembers", new MoreMembers()),
                    Map.entry("namespacePolicy", policy),
                    Map.entry("pods", new Pods(cache, clock, metrics)),
                    Map.entry("secretReadings", GatherReadings.secrets()),
                    Map.entry("secretsPolicy", new SecretsPolicy(live::secretsGroups)),
                    Map.entry("sessionTurn", new SessionTurn()),
                    Map.entry("sessions", new Sessions(realm, config.session().maxBytes(), clock)),
                    Map.entry(StoreComponents.NAME, StoreComponents.granted(config.routes())),
                    Map.entry("streamLimits", new StreamLimits(live::logs, System::nanoTime)),
                    Map.entry("tokenExchange", own(new TokenExchange(live::auth, System::nanoTime))),
                    Map.entry("uiConfig", new UiConfig(live)),
                    Map.entry("webhook", own(new Webhook()))));

            Measures measures = new Measures(meters);
            measures.of(streams);
            measures.of(logs, () -> live.logs().bufferMaxBytes());
            measures.of(keys, clock);
            measures.of(cache);
            measures.of(store.counts());
            retention.measure(meters);
            reloads.measure(meters);
            configReloads.measure(meters);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start() {
        store.start();
        keys.start();
        cache.start();
        RequestMeters requests = new RequestMeters(meters);
        RouteKeeper keeper =
                new RouteKeeper(() -> files(launch), LastGood.of(launch.config().routes()));
        RouteKeeper.Started<Gateway> running = keeper.start(files -> new Gateway(
                vertx,
                launch.config().server(),
                launch.listen(),
                files,
                beans,
                launch.properties(),
                routes,
                streams,
                requests));
        Gateway serving = own(running.gateway());
        gateway = serving;
        new Measures(meters).of(serving.audit());
        own(new RouteWatch(keeper, running, serving::replace, reloads)).start();
        List<Runnable> followers = List.of(streams::reconsider, logs::reconsider, retention::reconsider);
        Consumer<Config> apply = next -> live.replace(next, cache, followers);
        own(new ConfigWatch(launch.loaded(), System.getenv(), live, apply, configReloads))
                .start();
        own(new Management(vertx, launch.listen().host(), launch.managementPort(), meters, launch.properties()));
        retention.start();
        started.push(health::stopping);
        LOG.info("Started; ready when the signing keys and the caches are loaded");
    }

    private void audit(Occurrence occurrence) {
        Objects.requireNonNull(gateway, "not started").audit().tell(occurrence);
    }

    private <T extends AutoCloseable> T own(T made) {
        started.push(made);
        return made;
    }

    /** The main port. */
    public int port() {
        return Objects.requireNonNull(gateway, "not started").port();
    }

    public boolean isReady() {
        return health.isReady();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("Could not stop cleanly", e);
            }
        }
    }
}
