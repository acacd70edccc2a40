package io.kubelens.logs;

import io.kubelens.config.Config;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Logs over an API server that stands still, with time that the test moves: the same seed gives the same run. */
final class StillWorld implements Membership {

    final StillApi api;
    final ManualAlarms alarms = new ManualAlarms();
    final Surroundings surroundings;
    final Logs logs;
    private final Map<String, KubePod> cache = new HashMap<>();
    private final int maxLineLength;
    private final List<Listener> members = new ArrayList<>();

    StillWorld(StillApi api, int maxLineLength, long bufferBytes) {
        this.api = api;
        this.maxLineLength = maxLineLength;
        Config.Logs config = new Config.Logs(
                10_000, 10_000, maxLineLength, 250, bufferBytes, 10_000, 0, 60, 0, 0, List.of(), List.of());
        surroundings = new Surroundings(
                api.podLogs(),
                (namespace, name) -> Optional.ofNullable(cache.get(name)),
                this,
                (pod, query) -> new PodLog(pod, List.of("main")),
                alarms,
                Clock.fixed(Instant.parse("2026-01-01T01:00:00Z"), ZoneOffset.UTC),
                () -> 0,
                new LogCounts(),
                new UpstreamSlots());
        logs = new Logs(() -> config, surroundings);
    }

    static StillWorld of(RandomGenerator random) {
        return new StillWorld(new StillApi(random), 1000, 1 << 27);
    }

    /** Another replica of the gateway: nothing is known to it but the cluster. */
    StillWorld replica() {
        StillWorld replica = new StillWorld(api, maxLineLength, 1 << 27);
        replica.cache.putAll(cache);
        return replica;
    }

    StillLog pod(String name) {
        return pod(Pods.running(name));
    }

    StillLog pod(KubePod pod) {
        cache.put(pod.name(), pod);
        return api.log(pod.name());
    }

    Viewer view(String pod, String query, @Nullable String lastEventId, String form) {
        return new Viewer(logs.stream(chosen(pod), LogWorld.query(query), lastEventId, form));
    }

    Viewer viewApp(List<String> pods, String query, @Nullable String lastEventId, String form) {
        List<PodLog> chosen = pods.stream().map(this::chosen).toList();
        return new Viewer(logs.merge(LogWorld.app(), chosen, LogWorld.query(query), lastEventId, form));
    }

    private PodLog chosen(String pod) {
        return new PodLog(Objects.requireNonNull(cache.get(pod)), List.of("main"));
    }

    /** The app loses a pod, which may go on running. */
    void leave(String pod) {
        List.copyOf(members).forEach(each -> each.left(Objects.requireNonNull(cache.get(pod))));
    }

    /** Lets everything happen that needs no time. */
    void settle(Viewer... viewers) {
        boolean more = true;
        while (more) {
            more = api.settle();
            for (Viewer viewer : viewers) {
                more |= viewer.take();
            }
        }
    }

    /** In nanoseconds; 0 when it should have been. */
    long untilNextAlarm() {
        return alarms.untilNext();
    }

    /** Moves the time by exactly so many nanoseconds. */
    void advance(long nanos) {
        // Seconds are made whole nanoseconds by cutting the rest off.
        alarms.advance((nanos + 0.5) / Timestamps.SECOND);
    }

    /** Lets time pass in short steps, and everything happen. */
    void pass(double seconds, Viewer... viewers) {
        settle(viewers);
        for (double left = seconds; left > 0; left -= 0.05) {
            alarms.advance(0.05);
            settle(viewers);
        }
    }

    @Override
    public boolean shows(KubeApp app) {
        return true;
    }

    @Override
    public boolean shows(KubePod pod) {
        return true;
    }

    @Override
    public Watch watch(KubeApp app, Listener listener) {
        members.add(listener);
        return () -> members.remove(listener);
    }

    @Override
    public Watch watch(KubePod pod, Runnable changed) {
        return () -> {};
    }
}
