package io.kubelens.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** One connection that asks at fixed times and throws away what it gets; as cheap as can be. */
final class PollingUser implements AutoCloseable {
    private static final int BUFFER = 128 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final String request;
    private final boolean remembers;
    private final byte[] buffer = new byte[BUFFER];
    private final List<Long> nanos = new ArrayList<>();
    private String tag = "";
    private int unchanged;
    private long bytes;

    PollingUser(int port, String request, boolean remembers) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.request = request;
        this.remembers = remembers;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
    }

    /** Times are {@link System#nanoTime}; a request that is late does not shift those after it. */
    void poll(long first, long every, long until) {
        try {
            for (long due = first; due < until; due += every) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                ask();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask() throws IOException {
        String condition = remembers && !tag.isEmpty() ? "If-None-Match: " + tag + "\r\n" : "";
        long start = System.nanoTime();
        socket.getOutputStream().write((request + condition + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String status = line();
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (name.startsWith("etag:")) {
                tag = header.substring(5).strip();
            }
        }
        for (long left = length; left > 0; ) {
            left -= in.read(buffer, 0, (int) Math.min(left, buffer.length));
        }
        nanos.add(System.nanoTime() - start);
        bytes += length;
        if (status.startsWith("HTTP/1.1 304")) {
            unchanged++;
        } else if (!status.startsWith("HTTP/1.1 200") || length < 2) {
            throw new IllegalStateException(status);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    List<Long> nanos() {
        return nanos;
    }

    int unchanged() {
        return unchanged;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
