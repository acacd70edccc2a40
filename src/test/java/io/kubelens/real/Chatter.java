package io.kubelens.real;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A container that writes {@code line 0}, {@code line 1} and so on, three at a time with one timestamp. */
final class Chatter implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ContainerLog log;
    private int count;

    private Chatter(ContainerLog log) {
        this.log = log;
    }

    static Chatter on(ContainerLog log, Duration pause) {
        Chatter chatter = new Chatter(log);
        var unused = chatter.clock.scheduleWithFixedDelay(chatter::write, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return chatter;
    }

    private synchronized void write() {
        Instant now = Instant.now();
        for (int i = 0; i < 3; i++) {
            log.append(now, "line " + count++);
        }
    }

    synchronized int count() {
        return count;
    }

    /** Writes no more. @return all that it has written */
    List<String> stop() {
        // Waits for what is being written.
        clock.close();
        return IntStream.range(0, count()).mapToObj(i -> "line " + i).toList();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
