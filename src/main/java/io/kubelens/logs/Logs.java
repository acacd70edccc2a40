package io.kubelens.logs;

import io.kubelens.config.Config;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.PodLogs;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Names;
import io.kubelens.request.Query;
import java.time.Clock;
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

    /** {@code config} is asked for every stream, so that it may change. */
    public Logs(
            Supplier<Config.Logs> config,
            PodLogs upstream,
            ContainerStates states,
            Membership membership,
            PodOpener opener,
            Clock clock) {
        ScheduledAlarms alarms = new ScheduledAlarms();
        DoubleSupplier chance = () -> ThreadLocalRandom.current().nextDouble();
        this.config = config;
        this.closing = alarms::close;
        this.surroundings =
                new Surroundings(upstream, states, membership, opener, alarms, clock, chance, new LogCounts());
    }

    Logs(Supplier<Config.Logs> config, Surroundings surroundings) {
        this.config = config;
        this.closing = () -> {};
        this.surroundings = surroundings;
    }

    /**
     * Chooses the log of a pod; nothing is asked of Kubernetes.
     *
     * @throws BadRequest when {@code container} cannot be a name
     * @throws ContainerNotFound when the pod has no such container
     */
    public PodLog open(KubePod pod, Query query) {
        Optional<String> asked = query.text("container").filter(name -> !name.isEmpty());
        if (asked.isEmpty()) {
            return new PodLog(pod, Containers.byDefault(pod));
        }
        String name = asked.get();
        if (!Names.isLabel(name)) {
            throw new BadRequest("parameter 'container' must be a container's name");
        }
        List<String> names = Containers.names(pod);
        if (!names.contains(name)) {
            throw new ContainerNotFound("container not found", names);
        }
        return new PodLog(pod, name);
    }

    /**
     * The log of one pod as a stream.
     *
     * @param lastEventId the id of the last event that the viewer has, or null
     * @param mediaType what to send: {@code text/event-stream}, {@code application/x-ndjson} or {@code text/plain}; null
     *     when the viewer did not say, for the first of them
     * @throws BadRequest when a parameter or the id does not parse
     */
    public EventStream stream(PodLog log, Query query, @Nullable String lastEventId, @Nullable String mediaType) {
        return new LogStream(surroundings, request(query, lastEventId, mediaType), List.of(log), null);
    }

    /** The logs of an app as one stream; pods that join later are taken in. As {@link #stream} otherwise. */
    public EventStream merge(
            KubeApp app, List<PodLog> logs, Query query, @Nullable String lastEventId, @Nullable String mediaType) {
        return new LogStream(surroundings, request(query, lastEventId, mediaType), logs, app);
    }

    /** Counters for metrics. */
    public LogCounts counts() {
        return surroundings.counts();
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
