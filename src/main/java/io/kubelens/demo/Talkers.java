package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The containers that print, each with its script and rate, as the pod's annotation says. For one thread. */
final class Talkers {
    private static final String ANNOTATION = "demo.kubelens.io/logs";
    private final DemoCluster cluster;
    private final Random random;
    private final Map<String, LogScript> scripts = new HashMap<>();
    private final Map<String, Talker> talkers = new TreeMap<>();

    Talkers(DemoCluster cluster, Random random) {
        this.cluster = cluster;
        this.random = random;
    }

    private static final class Talker {
        final String namespace;
        final String pod;
        final String container;
        final LogScript script;
        final double rate;
        double due;
        boolean silent;
        Instant last = Instant.MIN;

        Talker(ObjectNode pod, String container, LogScript script, double rate) {
            this.namespace = pod.at("/metadata/namespace").asText();
            this.pod = pod.at("/metadata/name").asText();
            this.container = container;
            this.script = script;
            this.rate = rate;
        }
    }

    void add(ObjectNode pod) {
        String spec = pod.path("metadata").path("annotations").path(ANNOTATION).asText();
        for (String part : spec.split(",", -1)) {
            String[] words = part.split("[=:]", 3);
            Talker talker = new Talker(
                    pod, words[0], scripts.computeIfAbsent(words[1], LogScript::new), Double.parseDouble(words[2]));
            talkers.put(key(talker.namespace, talker.pod) + talker.container, talker);
        }
    }

    void remove(String namespace, String pod) {
        talkers.keySet().removeIf(key -> key.startsWith(key(namespace, pod)));
    }

    void silence(String namespace, String pod, boolean silent) {
        talkers.forEach((key, talker) -> {
            if (key.startsWith(key(namespace, pod))) {
                talker.silent = silent;
            }
        });
    }

    /** Fills each log of a pod with about {@code lines} lines that end at {@code now}; a container of rate 0 says one. */
    void history(String namespace, String pod, int lines, Instant now, Duration span) {
        talkers.forEach((key, talker) -> {
            if (key.startsWith(key(namespace, pod))) {
                int wanted = talker.rate == 0 ? 1 : lines;
                Duration step = span.dividedBy(wanted);
                for (int said = 0; said < wanted; ) {
                    said += say(talker, now.minus(step.multipliedBy(wanted - said)));
                }
            }
        });
    }

    /** What all say in {@code elapsed}, up to {@code now}; rates are means, so that containers do not talk in step. */
    void talk(Duration elapsed, Instant now) {
        for (Talker talker : talkers.values()) {
            if (talker.silent) {
                continue;
            }
            talker.due += talker.rate * elapsed.toNanos() / 1e9 * 2 * random.nextDouble();
            while (talker.due >= 1) {
                talker.due -= say(talker, now);
            }
        }
    }

    private int say(Talker talker, Instant now) {
        Instant wanted = now.plusNanos(random.nextInt(100_000));
        Instant time = wanted.isAfter(talker.last) ? wanted : talker.last.plusNanos(1000);
        List<String> lines = talker.script.next(random, now);
        for (String line : lines) {
            cluster.appendLog(talker.namespace, talker.pod, talker.container, line, time);
            talker.last = time;
            time = time.plusNanos(1000);
        }
        return lines.size();
    }

    private static String key(String namespace, String pod) {
        return namespace + "/" + pod + "/";
    }
}
