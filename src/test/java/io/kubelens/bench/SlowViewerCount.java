package io.kubelens.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One viewer of numbered lines: which it got, and which nobody told it of. Keeps no line. */
final class SlowViewerCount implements CutsConnection.Listener {
    private static final String FILLER = "0123456789".repeat(18);

    private final int port;
    private final String path;
    private final Supplier<String> token;
    private final StringBuilder examples = new StringBuilder();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger untold = new AtomicInteger();
    private final AtomicInteger gaps = new AtomicInteger();
    private boolean told;

    SlowViewerCount(int port, String path, Supplier<String> token) {
        this.port = port;
        this.path = path;
        this.token = token;
    }

    static String text(int number) {
        return number + " " + FILLER;
    }

    /** Reads so many bytes per second until it is over, on one connection. */
    boolean run(LongSupplier perSecond, AtomicBoolean over) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: "
                + "Bearer " + token.get() + "\r\n\r\n";
        CutsConnection.End end = CutsConnection.trickle(port, request, perSecond, over::get, this);
        if (end != CutsConnection.End.CUT) {
            examples.append("ended ").append(end).append('\n');
            untold.incrementAndGet();
        }
        return end == CutsConnection.End.CUT;
    }

    @Override
    public void event(String id, String name, JsonNode data) {
        if (name.equals("marker") && data.path("kind").asText().equals("gap")) {
            gaps.incrementAndGet();
            told = true;
        } else if (name.equals("log")) {
            String message = data.path("message").asText();
            int number = Integer.parseInt(message, 0, message.indexOf(' '), 10);
            int wanted = next.get();
            if (number < wanted || (number > wanted && !told)) {
                untold.addAndGet(Math.abs(number - wanted));
                examples.append("line ")
                        .append(number)
                        .append(" instead of ")
                        .append(wanted)
                        .append('\n');
            }
            told = false;
            next.set(number + 1);
            lines.incrementAndGet();
        }
    }

    int next() {
        return next.get();
    }

    int lines() {
        return lines.get();
    }

    int untold() {
        return untold.get();
    }

    int gaps() {
        return gaps.get();
    }

    String examples() {
        return examples.length() > 2000 ? examples.substring(0, 2000) : examples.toString();
    }
}
