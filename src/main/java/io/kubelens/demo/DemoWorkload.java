package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sample world: namespaces {@code shop}, {@code payments} and {@code vault} with their workloads and about 200
 * lines of history per container. It stands still until {@link #run} or {@link #tick}; seed and clock decide all names
 * and lines.
 */
public final class DemoWorkload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoWorkload.class);
    private static final Duration AGE = Duration.ofHours(2);
    private static final int HISTORY = 200;
    private static final int KEPT_LINES = 20_000;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final String ANNOTATION = "demo.kubelens.io/";

    private final DemoCluster cluster;
    private final Clock clock;
    private final Agenda agenda;
    private final Talkers talkers;
    private final Pods pods;
    private final Deployments deployments;
    private final Usage usage;
    private @Nullable ScheduledExecutorService scheduler;
    private Instant last;
    private int rollouts;

    private DemoWorkload(DemoCluster cluster, Clock clock, long seed, Duration rolloutEvery) {
        Random random = new Random(seed);
        this.cluster = cluster;
        this.clock = clock;
        this.last = clock.instant();
        this.agenda = new Agenda(clock);
        this.talkers = new Talkers(cluster, random);
        this.pods = new Pods(cluster, talkers, random, clock);
        this.deployments = new Deployments(cluster, pods, agenda);
        this.usage = new Usage(cluster, random, clock);
        create();
        usage.measure();
        agenda.every(Duration.ofSeconds(10), usage::measure);
        agenda.every(Duration.ofMinutes(1), () -> cluster.trimLogs(KEPT_LINES));
        agenda.every(rolloutEvery, this::rollOutNext);
    }

    /** Puts the world into the cluster; nothing moves yet. */
    public static DemoWorkload create(DemoCluster cluster, Clock clock, long seed, Duration rolloutEvery) {
        return new DemoWorkload(cluster, clock, seed, rolloutEvery);
    }

    /** As {@link #create(DemoCluster, Clock, long, Duration)} with the system's clock and a rollout every 3 minutes. */
    public static DemoWorkload create(DemoCluster cluster) {
        return create(cluster, Clock.systemUTC(), 1, Duration.ofMinutes(3));
    }

    /** config.yaml for a gateway in front of this world. */
    public static String gatewayConfig(URI keycloakUrl) {
        try (InputStream in = DemoWorkload.class.getResourceAsStream("/demo/config.yaml")) {
            if (in == null) {
                throw new IllegalStateException("/demo/config.yaml is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@KEYCLOAK_URL@", keycloakUrl.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the world move from now on, on one thread of its own, until {@link #close}. */
    public synchronized void run() {
        if (scheduler == null) {
            last = clock.instant();
            scheduler = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("demo-workload").factory());
            var unused = scheduler.scheduleAtFixedRate(
                    this::tickSafely, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What happens between the last call and now, by the clock. */
    public synchronized void tick() {
        Instant now = clock.instant();
        agenda.runDue();
        talkers.talk(Duration.between(last, now), now);
        last = now;
    }

    /** Starts to replace the pods of a Deployment, one by one in the next ticks. */
    public synchronized void rollOut(String namespace, String deployment) {
        deployments.rollOut(namespace, deployment);
    }

    @Override
    public void close() {
        ScheduledExecutorService running;
        synchronized (this) {
            running = scheduler;
            scheduler = null;
        }
        if (running != null) {
            running.close();
        }
    }

    private void tickSafely() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.error("the demo world stumbles, and goes on", e);
        }
    }

    private void rollOutNext() {
        List<String> turns = List.of("web", "api", "gateway");
        deployments.rollOut("shop", turns.get(rollouts++ % turns.size()));
    }

    private void create() {
        cluster.load("/demo/world.yaml");
        for (String namespace : List.of("shop", "payments", "vault")) {
            cluster.list("Deployment", namespace).forEach(this::settleDeployment);
            cluster.list("StatefulSet", namespace).forEach(this::settleStatefulSet);
            cluster.list("Job", namespace).forEach(this::settleJob);
        }
    }

    private void settleDeployment(ObjectNode deployment) {
        deployments.settle(deployment, AGE, HISTORY);
        if (annotation(deployment, "crashes").equals("true")) {
            String namespace = Pods.namespace(deployment);
            cluster.list("Pod", namespace).stream()
                    .filter(pod -> name(pod).startsWith(name(deployment) + "-"))
                    .findFirst()
                    .ifPresent(pod -> startCrashing(deployment, pod));
        }
    }

    private void startCrashing(ObjectNode deployment, ObjectNode pod) {
        CrashLoop loop = new CrashLoop(cluster, talkers, agenda, clock, pod);
        loop.begin(() -> deployments.refresh(deployment));
    }

    private void settleStatefulSet(ObjectNode set) {
        int replicas = Deployments.replicas(set);
        for (int i = 0; i < replicas; i++) {
            pods.addRunning(set, name(set) + "-" + i, AGE, HISTORY);
        }
        cluster.edit(
                "StatefulSet",
                Pods.namespace(set),
                name(set),
                tree -> Deployments.counters(tree, tree.putObject("status"), replicas, replicas));
    }

    private void settleJob(ObjectNode job) {
        ObjectNode pod = pods.addRunning(job, name(job) + "-" + pods.suffix(5), Duration.ofMinutes(1), HISTORY);
        cluster.edit("Job", Pods.namespace(job), name(job), tree -> tree.putObject("status")
                .put("active", 1)
                .put("startTime", pod.at("/status/startTime").asText()));
        int seconds = Integer.parseInt(annotation(job, "completes-after-seconds"));
        if (seconds == 0) {
            complete(job, pod);
        } else {
            agenda.in(Duration.ofSeconds(seconds), () -> complete(job, pod));
        }
    }

    private void complete(ObjectNode job, ObjectNode pod) {
        String namespace = Pods.namespace(job);
        String container = pod.at("/spec/containers/0/name").asText();
        cluster.appendLog(namespace, name(pod), container, "INFO report done", clock.instant());
        talkers.remove(namespace, name(pod));
        cluster.terminate(namespace, name(pod), container, 0);
        cluster.delete("PodMetrics", namespace, name(pod));
        cluster.edit("Job", namespace, name(job), tree -> {
            ObjectNode status = tree.withObjectProperty("status");
            status.remove("active");
            status.put("succeeded", 1).put("completionTime", PodStatus.time(clock.instant()));
            status.putArray("conditions").addObject().put("type", "Complete").put("status", "True");
        });
        pods.event(job, "Normal", "Completed", "Job completed");
    }

    private static String annotation(ObjectNode object, String name) {
        return object.path("metadata")
                .path("annotations")
                .path(ANNOTATION + name)
                .asText();
    }

    private static String name(ObjectNode object) {
        return object.at("/metadata/name").asText();
    }
}
