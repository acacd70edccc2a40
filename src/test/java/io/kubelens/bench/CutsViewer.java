package io.kubelens.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A viewer whose connections break after a random number of bytes and who comes back with the id of the last event it
 * has whole; checks that every line of its pods comes exactly once, in order and unchanged.
 */
final class CutsViewer implements CutsConnection.Listener {
    private final String label;
    private final int port;
    private final String path;
    private final Supplier<String> token;
    private final Map<String, AtomicInteger> next = new HashMap<>();
    private final List<CutsPod> pods;
    private final Random random;
    private final CutsTally tally;
    private String lastEventId = "";
    private String resumed = "";
    private int lines;

    CutsViewer(int port, String path, Supplier<String> token, List<CutsPod> pods, long seed, CutsTally tally) {
        this.label = path + " seed " + seed;
        this.port = port;
        this.path = path;
        this.token = token;
        this.pods = pods;
        this.random = new Random(seed);
        this.tally = tally;
        pods.forEach(pod -> next.put(pod.name(), pod.join()));
    }

    /** Whether it has a line of every pod. */
    boolean hasBegun() {
        return next.values().stream().allMatch(number -> number.get() > 0);
    }

    boolean hasAll() {
        return missing() <= 0;
    }

    /** How many lines it still has to get. */
    long missing() {
        return pods.stream()
                .mapToLong(pod -> pod.written()
                        - Objects.requireNonNull(next.get(pod.name())).get())
                .sum();
    }

    /**
     * Follows on and on.
     *
     * @param cuts whether its connections are cut
     * @param ends whether it is to end; it is asked when a connection has nothing to say
     */
    void run(BooleanSupplier cuts, BooleanSupplier ends) {
        while (!ends.getAsBoolean()) {
            boolean cut = cuts.getAsBoolean();
            try {
                count(CutsConnection.follow(
                        port,
                        request(),
                        cut ? budget() : Long.MAX_VALUE,
                        random.nextBoolean(),
                        () -> !cuts.getAsBoolean() && !ends.getAsBoolean(),
                        this));
            } catch (IOException e) {
                tally.otherEnds.incrementAndGet();
                tally.example(label + ": " + e);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** Some end in the head of the answer or in its first event. */
    private long budget() {
        return random.nextInt(10) == 0 ? 1 + random.nextInt(700) : 1 + random.nextInt(60_000);
    }

    private void count(CutsConnection.End end) {
        if (end == CutsConnection.End.CUT) {
            tally.cuts.incrementAndGet();
        } else {
            tally.otherEnds.incrementAndGet();
        }
        if (end == CutsConnection.End.COMPLETE || end == CutsConnection.End.REFUSED) {
            tally.wrong.incrementAndGet();
            tally.example(label + ": " + end);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private String request() {
        String resume = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        resumed = lastEventId;
        lines = 0;
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + token.get() + "\r\n" + resume + "\r\n";
    }

    @Override
    public void event(String id, String name, JsonNode data) {
        if (!id.isEmpty()) {
            lastEventId = id;
        }
        if (name.equals("log")) {
            line(data.path("podName").asText(), data.path("message").asText());
        } else if (data.path("kind").asText().equals("gap")) {
            tally.gaps.incrementAndGet();
            tally.example(label + ": " + data);
        }
    }

    private void line(String pod, String message) {
        AtomicInteger wanted = Objects.requireNonNull(next.get(pod), pod);
        int space = message.indexOf(' ');
        int number = space < 0 ? -1 : Integer.parseInt(message, 0, space, 10);
        tally.delivered.incrementAndGet();
        lines++;
        if (number < 0 || !message.equals(CutsPod.shown(number))) {
            tally.wrong.incrementAndGet();
            tally.example(label + ": " + pod + " said: " + message);
        } else if (number < wanted.get()) {
            tally.doubled.incrementAndGet();
            misplaced(pod, number, wanted.get());
        } else {
            int missing = number - wanted.get();
            if (missing > 0) {
                tally.lost.addAndGet(missing);
                misplaced(pod, number, wanted.get());
            }
            wanted.set(number + 1);
        }
    }

    private void misplaced(String pod, int number, int wanted) {
        tally.example("%s: %s line %d instead of %d, id %s, the %dth line after %s"
                .formatted(label, pod, number, wanted, lastEventId, lines, resumed));
    }
}
