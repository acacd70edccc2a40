package io.kubelens.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many viewers on one thread, which read as cheaply as can be: they share the machine with what they measure. */
final class Crowd implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    /** Is told of lines when they have been read. */
    interface Arrival {
        /** Takes the number of lines that a viewer had and has now, and the {@link System#nanoTime} of the reading. */
        void lines(int viewer, int before, int after, long nanos);
    }

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Viewer> viewers = new ArrayList<>();
    private final InetSocketAddress server;
    private final Thread thread;
    private volatile Arrival arrival = (viewer, before, after, nanos) -> {};
    private volatile @Nullable Throwable failure;

    private Crowd(int port) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        thread = new Thread(this::read, "crowd");
        thread.start();
    }

    /** Opens so many streams, one after the other. */
    static Crowd open(int port, int viewers, IntFunction<String> request, IntFunction<Counting> counting)
            throws IOException {
        Crowd crowd = new Crowd(port);
        for (int i = 0; i < viewers; i++) {
            crowd.join(request.apply(i), counting.apply(i));
        }
        return crowd;
    }

    /** The first viewer holds that the lines come in order, from this number on; all count. */
    static Crowd open(int port, int viewers, String request, int first) throws IOException {
        return open(port, viewers, i -> request, i -> i == 0 ? new InOrder(first) : Counting::marks);
    }

    /** The text of a request. */
    static String get(String path, String token, String accept) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + accept + "\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
    }

    private void join(String request, Counting counting) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        Viewer viewer = new Viewer(viewers.size(), channel, counting, System.nanoTime());
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        viewers.add(viewer);
        channel.register(selector, SelectionKey.OP_READ, viewer);
        selector.wakeup();
    }

    /** From now on this is told of what comes. */
    void tell(Arrival to) {
        arrival = to;
    }

    private void read() {
        try {
            while (selector.isOpen()) {
                selector.select(key -> ((Viewer) key.attachment()).read(key));
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Waits until every viewer has at least the head of its answer. */
    void awaitHeads(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (viewers.stream().anyMatch(viewer -> viewer.bytes == 0)) {
            check();
            if (System.nanoTime() > until) {
                throw new IllegalStateException("no head");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /**
     * Waits until every viewer has so many lines.
     *
     * @return when the last one had them, by {@link System#nanoTime}
     * @throws IllegalStateException when one has more, or its stream ends or breaks before
     */
    long await(int lines, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (viewers.stream().anyMatch(viewer -> viewer.lines < lines)) {
            check();
            if (System.nanoTime() > until) {
                throw new IllegalStateException(status(lines));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        check();
        if (viewers.stream().anyMatch(viewer -> viewer.lines > lines)) {
            throw new IllegalStateException(status(lines));
        }
        return viewers.stream().mapToLong(viewer -> viewer.latest).max().orElseThrow();
    }

    private void check() {
        Throwable seen = failure;
        if (seen != null) {
            throw new IllegalStateException(seen);
        }
    }

    private String status(int lines) {
        var counts = viewers.stream().mapToInt(viewer -> viewer.lines).summaryStatistics();
        return "of " + lines + " lines: " + counts;
    }

    /** From request to first line, in seconds, for the first viewer. */
    double firstLine() {
        Viewer viewer = viewers.getFirst();
        return (viewer.first - viewer.asked) / 1e9;
    }

    /** When the first viewer asked, by {@link System#nanoTime}. */
    long asked() {
        return viewers.getFirst().asked;
    }

    /** The bytes that all of them have read, with heads and the chunks' sizes. */
    long bytes() {
        return viewers.stream().mapToLong(viewer -> viewer.bytes).sum();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Viewer viewer : viewers) {
            viewer.channel.close();
        }
    }

    /** Written by the crowd's thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private final class Viewer {
        private final int index;
        private final SocketChannel channel;
        private final Counting counting;
        private final long asked;
        private volatile int lines;
        private volatile long first;
        private volatile long latest;
        private volatile long bytes;

        private Viewer(int index, SocketChannel channel, Counting counting, long asked) {
            this.index = index;
            this.channel = channel;
            this.counting = counting;
            this.asked = asked;
        }

        private void read(SelectionKey key) {
            try {
                buffer.clear();
                int length = channel.read(buffer);
                if (length < 0) {
                    throw new IOException("viewer " + index + " was sent away after " + lines + " lines");
                }
                if (bytes == 0) {
                    checkHead(length);
                }
                count(length);
            } catch (IOException | RuntimeException e) {
                key.cancel();
                failure = e;
            }
        }

        private void checkHead(int length) throws IOException {
            String head =
                    StandardCharsets.US_ASCII.decode(buffer.slice(0, length)).toString();
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new IOException(head);
            }
        }

        private void count(int length) {
            bytes += length;
            int more = counting.lines(buffer, length);
            if (more > 0) {
                long now = System.nanoTime();
                if (lines == 0) {
                    first = now;
                }
                latest = now;
                arrival.lines(index, lines, lines + more, now);
                lines += more;
            }
        }
    }
}
