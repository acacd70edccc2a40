package io.kubelens.real;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A container that writes {@code line 0}, {@code line 1} and so on, up to forty at a time with one timestamp. */
final class Bursts implements AutoCloseable {
    private static final int MOST = 40;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ContainerLog log;
    private final Random random;
    private int count;

    private Bursts(ContainerLog log, long seed) {
        this.log = log;
        this.random = new Random(seed);
    }

    static Bursts on(ContainerLog log, Duration pause, long seed) {
        Bursts bursts = new Bursts(log, seed);
        var unused = bursts.clock.scheduleWithFixedDelay(bursts::write, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return bursts;
    }

    private synchronized void write() {
        int from = count;
        count += 1 + random.nextInt(MOST);
        log.append(Instant.now(), RunningLog.lines(from, count));
    }

    /** Writes no more. @return all that it has written */
    List<String> stop() {
        // Waits for what is being written.
        clock.close();
        synchronized (this) {
            return IntStream.range(0, count).mapToObj(i -> "line " + i).toList();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
