package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A pod whose first container fails again and again, with a growing back-off. For one thread. */
final class CrashLoop {
    private static final int EARLIER_RESTARTS = 7;
    private static final Duration ALIVE = Duration.ofSeconds(8);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private final DemoCluster cluster;
    private final Talkers talkers;
    private final Agenda agenda;
    private final Clock clock;
    private final String namespace;
    private final String pod;
    private final String container;
    private Duration backOff = Duration.ofSeconds(10);
    private Runnable changed = () -> {};

    CrashLoop(DemoCluster cluster, Talkers talkers, Agenda agenda, Clock clock, ObjectNode pod) {
        this.cluster = cluster;
        this.talkers = talkers;
        this.agenda = agenda;
        this.clock = clock;
        this.namespace = Pods.namespace(pod);
        this.pod = pod.at("/metadata/name").asText();
        this.container = pod.at("/spec/containers/0/name").asText();
    }

    /** It has failed some times already and waits to be started; {@code whenChanged} runs at every turn. */
    void begin(Runnable whenChanged) {
        changed = whenChanged;
        cluster.edit(
                "Pod", namespace, pod, tree -> PodStatus.entry(tree, container).put("restartCount", EARLIER_RESTARTS));
        fail();
    }

    private void fail() {
        Instant now = clock.instant();
        cluster.appendLog(namespace, pod, container, "FATAL too many bad rows, giving up", now);
        talkers.silence(namespace, pod, true);
        cluster.crash(namespace, pod, container, 1);
        changed.run();
        agenda.in(backOff, this::again);
        backOff = backOff.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : backOff.multipliedBy(2);
    }

    private void again() {
        cluster.restart(namespace, pod, container, 1);
        talkers.silence(namespace, pod, false);
        changed.run();
        agenda.in(ALIVE, this::fail);
    }
}
