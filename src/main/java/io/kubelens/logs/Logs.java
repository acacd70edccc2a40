package io.kubelens.logs;

import io.kubelens.config.Config;
import io.kubelens.kube.HeldRun;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.LogUpstream;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The entrance to logs: choose one, then stream it. */
public final class Logs implements AutoCloseable {
    private final Supplier<Config.Logs> config;
    private final Surroundings surroundings;
    private final Runnable closing;
    private final LogHub hub;

    /** {@code config} is asked for every stream, so that it may change. */
    public Logs(
            Supplier<Config.Logs> config,
            LogUpstream upstream,
            ContainerStates states,
            Membership membership,
            PodOpener opener,
            Clock clock) {
        ScheduledAlarms alarms = new ScheduledAlarms();
        DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
        this.config = config;
        this.closing = alarms::close;
        this.surroundings = new Surroundings(
                upstream, states, membership, opener, alarms, clock, chance, new LogCounts(), new UpstreamSlots());
        this.hub = new LogHub(config, surroundings);
    }

    Logs(Supplier<Config.Logs> config, Surroundings surroundings) {
        this.config = config;
        this.closing = () -> {};
        this.surroundings = surroundings;
        this.hub = new LogHub(config, surroundings);
    }

    /**
     * Chooses the logs of a pod; nothing is asked of Kubernetes. A container that the pod lacks is left out here: whether
     * that is an error depends on the other pods of the stream.
     *
     * @throws BadRequest when {@code container} is no list of names
     * @throws ContainerNotFound when the default container is meant and the pod has none
     */
    @Reads(ContainerChoice.class)
    public PodLog open(KubePod pod, Query query) {
        return ContainerChoice.of(query).in(pod);
    }

    /**
     * The log of one pod as a stream; of its containers as they are now, when all are asked for.
     *
     * @param lastEventId the id of the last event that the viewer has, or null
     * @param mediaType what to send: {@code text/event-stream}, {@code application/x-ndjson} or {@code text/plain}; null
     *     when the viewer did not say, for the first of them
     * @throws BadRequest when a parameter or the id does not parse
     * @throws ContainerNotFound when the pod lacks a container that is asked for
     * @throws NoPreviousLog when the logs of earlier runs are asked for and there are none
     */
    @Reads({LogRequest.class, ContainerChoice.class})
    public EventStream stream(PodLog log, Query query, @Nullable String lastEventId, @Nullable String mediaType) {
        return stream(null, List.of(log), request(query, lastEventId, mediaType).of(log.pod()));
    }

    /**
     * The logs of an app as one stream; pods that join later are taken in. As {@link #stream} otherwise, but that it is
     * enough when one of the pods has the container.
     */
    @Reads({LogRequest.class, ContainerChoice.class})
    public EventStream merge(
            KubeApp app, List<PodLog> logs, Query query, @Nullable String lastEventId, @Nullable String mediaType) {
        return stream(app, logs, request(query, lastEventId, mediaType));
    }

    private EventStream stream(@Nullable KubeApp app, List<PodLog> logs, LogRequest request) {
        ContainerChoice choice = ContainerChoice.of(request.query());
        choice.check(logs);
        List<ContainerLog> containers = logs.stream()
                .flatMap(log -> request.previous() ? ContainerLog.previous(log) : ContainerLog.current(log).stream())
                .toList();
        if (request.previous() && containers.isEmpty()) {
            throw new NoPreviousLog("no previous log");
        }
        return new LogStream(
                surroundings,
                hub,
                request,
                containers,
                app,
                app != null || choice.isSeveral(),
                canary(app, logs, request));
    }

    private @Nullable Canary canary(@Nullable KubeApp app, List<PodLog> logs, LogRequest request) {
        String namespace = app != null ? app.namespace() : logs.getFirst().pod().namespace();
        if (!config.get().canaryNamespaces().contains(namespace)) {
            return null;
        }
        String name = app != null ? app.name() : logs.getFirst().pod().name();
        return new Canary(
                namespace + '/' + name, request.form(), surroundings.counts().canary());
    }

    /** Whether somebody reads a container's log, or has a short time ago. */
    public boolean isRead(KubePod pod, String container) {
        return hub.find(pod, container).isPresent();
    }

    /**
     * What is in memory of one run of a container; empty when nothing is.
     *
     * @param restart how many restarts had gone before the run
     * @param patience waits so long at most until the run has been read to its end; zero for not at all
     */
    public Optional<HeldRun> held(KubePod pod, String container, int restart, Duration patience)
            throws InterruptedException {
        SharedLog log = hub.find(pod, container).orElse(null);
        return Optional.ofNullable(log == null ? null : log.search().held(restart, patience))
                .map(HeldLines::run);
    }

    /** Policy has changed: streams end that show what may no longer be seen, and apps' go on without it. */
    public void reconsider() {
        hub.reconsider();
    }

    /** Counters for metrics. */
    public LogCounts counts() {
        return surroundings.counts();
    }

    /** Bytes of lines held for all viewers together. */
    public long buffered() {
        return hub.buffered();
    }

    private LogRequest request(Query query, @Nullable String lastEventId, @Nullable String mediaType) {
        return LogRequest.of(query, lastEventId, mediaType, config.get());
    }

    /** Stops what is regular; streams that are open are the engine's to abort. */
    @Override
    public void close() {
        closing.run();
    }
}
