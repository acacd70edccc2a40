package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a case needs in the cluster: there until it is closed, and then as it was before. */
final class CaseObjects implements AutoCloseable {
    /** When lines were said that do not begin with a time; each a second after the one before. */
    private static final Instant FIRST_LINE = Instant.parse("2026-01-01T00:00:00Z");

    private final DemoCluster cluster;
    private final Arrivals arrivals;
    private final List<ObjectNode> objects;
    private final Deque<Runnable> undoing = new ArrayDeque<>();

    private CaseObjects(RouteCase played, DemoCluster cluster, Arrivals arrivals) {
        this.cluster = cluster;
        this.arrivals = arrivals;
        this.objects = played.cluster();
    }

    /** Returns when the gateway has seen them. */
    static CaseObjects put(RouteCase played, DemoCluster cluster, Arrivals arrivals) {
        CaseObjects objects = new CaseObjects(played, cluster, arrivals);
        try {
            objects.put(played.logs());
            return objects;
        } catch (RuntimeException e) {
            objects.undo();
            throw e;
        }
    }

    private void put(List<RouteCase.Log> logs) {
        for (ObjectNode object : objects) {
            String kind = object.path("kind").asText();
            String namespace = object.at("/metadata/namespace").asText();
            String name = object.at("/metadata/name").asText();
            Optional<ObjectNode> before = cluster.get(kind, namespace, name);
            if (kind.equals("Pod") && before.isPresent()) {
                throw new IllegalArgumentException("cluster: the pod " + namespace + "/" + name
                        + " is one of the demo's, and its log would not come back; choose another name");
            }
            logs.stream()
                    .filter(log -> kind.equals("Pod") && log.pod().equals(name))
                    .forEach(this::say);
            cluster.put(object);
            undoing.push(() -> before.ifPresentOrElse(cluster::put, () -> cluster.delete(kind, namespace, name)));
        }
        arrivals.await(objects);
    }

    private void say(RouteCase.Log log) {
        Instant next = FIRST_LINE;
        for (String line : lines(log.text())) {
            Instant own = time(line);
            boolean timed = !own.equals(Instant.MIN);
            String message = timed ? line.substring(Math.min(line.length(), line.indexOf(' ') + 1)) : line;
            Instant time = timed ? own : next;
            cluster.appendLog(log.namespace(), log.pod(), log.container(), message, time);
            next = time.plusSeconds(1);
        }
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return Arrays.asList(whole.split("\n", -1));
    }

    /** The RFC 3339 time and the space that a line begins with; Instant.MIN for a line without. */
    private static Instant time(String line) {
        int space = line.indexOf(' ');
        try {
            return space < 20
                    ? Instant.MIN
                    : OffsetDateTime.parse(line.substring(0, space)).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }

    @Override
    public void close() {
        undo();
        arrivals.await(objects);
    }

    private void undo() {
        while (!undoing.isEmpty()) {
            undoing.pop().run();
        }
    }
}
