package io.kubelens.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A viewer that holds that no line is missing and that its stream does not end. */
final class Following implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\"message\":\"soak (\\d+)\"");

    private final Socket socket;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile int last = -1;
    private volatile boolean begun;
    private volatile String broken = "";

    Following(int port, String request) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            begun = true;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher number = NUMBER.matcher(line);
                if (number.find()) {
                    take(Integer.parseInt(number.group(1)));
                }
            }
            end("ended after " + last);
        } catch (IOException e) {
            end(e + " after " + last);
        }
    }

    private void take(int number) {
        if (last >= 0 && number != last + 1) {
            end(number + " came after " + last);
        }
        last = number;
    }

    private void end(String why) {
        if (!closing.get() && broken.isEmpty()) {
            broken = why;
        }
    }

    boolean hasBegun() {
        return begun;
    }

    int last() {
        return last;
    }

    /** Why it is no whole stream; empty while it is. */
    String broken() {
        return broken;
    }

    @Override
    public void close() throws IOException {
        closing.set(true);
        socket.close();
    }
}
