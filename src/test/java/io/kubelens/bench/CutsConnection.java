package io.kubelens.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** One connection that follows a log, byte by byte, so that it can be broken after any of them. */
final class CutsConnection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IDLE_MILLIS = 4000;

    /** How it came to its end. */
    enum End {
        /** As many bytes as wanted were here. */
        CUT,
        /** Nothing came for a while, and the viewer went. */
        IDLE,
        /** The server broke it. */
        BROKEN,
        /** The server said that nothing more comes. */
        COMPLETE,
        /** No stream was given. */
        REFUSED
    }

    /** Hears of whole events only, as a browser's {@code EventSource} does. */
    interface Listener {
        /** {@code id} is empty when the event has none. */
        void event(String id, String name, JsonNode data);
    }

    private enum Part {
        HEAD,
        SIZE,
        BODY,
        GAP
    }

    private final Listener listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream event = new ByteArrayOutputStream();
    private Part part = Part.HEAD;
    private boolean first = true;
    private int chunk;
    private boolean refused;
    private boolean complete;
    private String id = "";
    private String name = "";
    private String data = "";

    private CutsConnection(Listener listener) {
        this.listener = listener;
    }

    /**
     * Sends the request and reads on.
     *
     * @param budget bytes after which it is broken, the head's included
     * @param reset broken by RST, else by FIN
     * @param stays asked when nothing has come for four seconds
     */
    static End follow(int port, String request, long budget, boolean reset, BooleanSupplier stays, Listener listener)
            throws IOException {
        CutsConnection connection = new CutsConnection(listener);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(IDLE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            return connection.read(socket.getInputStream(), budget, stays);
        }
    }

    /**
     * Reads at a trickle.
     *
     * @param perSecond bytes, or {@link Long#MAX_VALUE} for all there are; asked again and again
     * @param over whether to go, which is reported as {@link End#CUT}
     */
    static End trickle(int port, String request, LongSupplier perSecond, BooleanSupplier over, Listener listener)
            throws IOException {
        CutsConnection connection = new CutsConnection(listener);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(perSecond.getAsLong() == Long.MAX_VALUE ? 1 << 20 : 16 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(IDLE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            while (!over.getAsBoolean()) {
                long slice = perSecond.getAsLong() / 10;
                End end = connection.read(
                        socket.getInputStream(), Math.min(slice, 64 * 1024), () -> !over.getAsBoolean());
                if (end != End.CUT) {
                    return end == End.IDLE ? End.CUT : end;
                }
                if (slice < Long.MAX_VALUE / 10) {
                    LockSupport.parkNanos(100_000_000);
                }
            }
            return End.CUT;
        }
    }

    private End read(InputStream in, long budget, BooleanSupplier stays) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        long left = budget;
        while (left > 0) {
            int length;
            try {
                length = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            } catch (SocketTimeoutException e) {
                if (stays.getAsBoolean()) {
                    continue;
                }
                return End.IDLE;
            }
            if (length < 0) {
                return End.BROKEN;
            }
            left -= length;
            for (int i = 0; i < length && !complete; i++) {
                take(buffer[i]);
            }
            if (complete || refused) {
                return refused ? End.REFUSED : End.COMPLETE;
            }
        }
        return End.CUT;
    }

    private void take(byte b) throws IOException {
        if (part == Part.BODY) {
            body(b);
            if (--chunk == 0) {
                part = Part.GAP;
            }
        } else if (b == '\n') {
            head(text(line));
        } else if (b != '\r') {
            line.write(b);
        }
    }

    private void head(String text) throws IOException {
        switch (part) {
            case HEAD -> {
                if (first && !text.startsWith("HTTP/1.1 200")) {
                    refused = true;
                }
                first = false;
                part = text.isEmpty() ? Part.SIZE : Part.HEAD;
            }
            case SIZE -> {
                chunk = Integer.parseInt(text, 16);
                complete = chunk == 0;
                part = Part.BODY;
            }
            default -> part = Part.SIZE;
        }
    }

    private void body(byte b) throws IOException {
        if (b != '\n') {
            event.write(b);
            return;
        }
        String text = text(event);
        if (text.isEmpty()) {
            listener.event(id, name, JSON.readTree(data));
            id = "";
            name = "";
            data = "";
        } else if (text.startsWith("id: ")) {
            id = text.substring(4);
        } else if (text.startsWith("event: ")) {
            name = text.substring(7);
        } else if (text.startsWith("data: ")) {
            data = text.substring(6);
        } else {
            throw new IllegalStateException("not the wire form: " + text);
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }
}
