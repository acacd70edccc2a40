package io.kubelens.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPOutputStream;

/**
 * Zipped bodies by their tags: many users who poll the same list cost one compression. At most 8 MiB, the least recently
 * used go first; only what may be kept by callers is kept here.
 */
final class ZippedBodies {
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, FutureTask<byte[]>> byTag = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Whoever asks first zips, whoever asks meanwhile waits for that. */
    byte[] of(String tag, byte[] body) {
        FutureTask<byte[]> mine = new FutureTask<>(() -> zip(body));
        FutureTask<byte[]> task = join(tag, mine);
        if (task == mine) {
            mine.run();
            keep(tag, mine);
        }
        return result(task);
    }

    private FutureTask<byte[]> join(String tag, FutureTask<byte[]> mine) {
        lock.lock();
        try {
            FutureTask<byte[]> known = byTag.putIfAbsent(tag, mine);
            // Touches it: putIfAbsent alone does not count as a use of what was there.
            return known == null ? mine : Objects.requireNonNullElse(byTag.get(tag), known);
        } finally {
            lock.unlock();
        }
    }

    private void keep(String tag, FutureTask<byte[]> done) {
        lock.lock();
        try {
            if (done.state() != FutureTask.State.SUCCESS) {
                byTag.remove(tag);
                return;
            }
            bytes += done.resultNow().length;
            var eldest = byTag.entrySet().iterator();
            while (bytes > MOST_BYTES && eldest.hasNext()) {
                FutureTask<byte[]> task = eldest.next().getValue();
                // What is still being zipped is not counted yet.
                if (task.state() == FutureTask.State.SUCCESS) {
                    bytes -= task.resultNow().length;
                    eldest.remove();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static byte[] result(FutureTask<byte[]> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    static byte[] zip(byte[] body) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 8);
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped, 16 * 1024)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
