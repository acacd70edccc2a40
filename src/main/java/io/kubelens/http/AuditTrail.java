package io.kubelens.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what happened to {@code direct:audit}, in order and behind the requests: nobody waits for it and nobody fails
 * with it. What comes faster than the route takes it, or after the end, is lost and counted. Reveals do not come this
 * way: they wait.
 */
public final class AuditTrail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final String AUDIT = "direct:audit";
    private static final int WAITING = 8192;
    /** Of these, what strangers may fill: a flood of bad tokens must not crowd out what users do. */
    private static final int STRANGERS = WAITING / 2;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long SILENCE = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<Map<String, Object>> sink;
    private final Duration patience;
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final LongAdder written = new LongAdder();
    private final LongAdder overflowed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder stopped = new LongAdder();
    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());
    private final AtomicBoolean closing = new AtomicBoolean();
    /** Nothing is written any more: who finds an event waiting then counts it as lost. */
    private volatile boolean ended;

    private final Thread thread = Thread.ofPlatform().name("audit").daemon().unstarted(this::run);

    record Entry(@Nullable Request request, Occurrence occurrence) {}

    /** Writes nothing before {@link #start}. */
    AuditTrail(CurrentRoutes routes) {
        this(properties -> routes.call(AUDIT, "", properties), PATIENCE);
    }

    /**
     * Writes nothing before {@link #start}.
     *
     * @param sink gets the exchange properties of each event; may throw
     * @param patience how long {@link #close} waits for it
     */
    AuditTrail(Consumer<Map<String, Object>> sink, Duration patience) {
        this.sink = sink;
        this.patience = patience;
    }

    void start() {
        thread.start();
    }

    /** Something that no request asked for. */
    public void tell(Occurrence occurrence) {
        tell(new Entry(null, occurrence), false);
    }

    /** Never waits and never throws. */
    void tell(Request request, Occurrence occurrence) {
        tell(new Entry(request, occurrence), request.caller() == null);
    }

    /** {@code stranger}: nobody has proved who they are. */
    void tell(Entry entry, boolean stranger) {
        if (waiting.size() >= (stranger ? STRANGERS : WAITING) || !waiting.offer(entry)) {
            overflowed.increment();
            complain("too many at once", null);
        } else if (ended && abandon() > 0) {
            complain("it has ended", null);
        }
    }

    private void run() {
        while (!ended && (!closing.get() || !waiting.isEmpty())) {
            try {
                Entry next = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    write(next);
                }
            } catch (InterruptedException e) {
                // Left behind by what the route called, or it is the end: the loop knows which.
                LOG.debug("The audit trail was interrupted", e);
            }
        }
    }

    /** How many there were. */
    private int abandon() {
        int lost = 0;
        while (waiting.poll() != null) {
            lost++;
        }
        stopped.add(lost);
        return lost;
    }

    private void write(Entry entry) {
        Map<String, Object> properties = new HashMap<>(Map.of("occurrence", entry.occurrence()));
        if (entry.request() != null) {
            properties.put("request", entry.request());
        }
        try {
            sink.accept(properties);
            written.increment();
        } catch (RuntimeException | Error e) {
            // Whatever it is, it must not end the trail.
            failed.increment();
            complain("the route fails", e);
        }
    }

    /** Once a minute: whoever floods the audit must not flood the log as well. */
    private void complain(String why, @Nullable Throwable failure) {
        long now = System.nanoTime();
        long until = quietUntil.get();
        if (now - until >= 0 && quietUntil.compareAndSet(until, now + SILENCE)) {
            LOG.error("The audit trail has lost {} events since the start: {}", lost(), why, failure);
        }
    }

    /** Events that the route took. */
    public long written() {
        return written.sum();
    }

    /** Events that came too fast. */
    public long overflowed() {
        return overflowed.sum();
    }

    /** Events that the route failed with. */
    public long failed() {
        return failed.sum();
    }

    /** Events that came after the end, or waited for it. */
    public long stopped() {
        return stopped.sum();
    }

    private long lost() {
        return overflowed() + failed() + stopped();
    }

    /** Events that wait for the route now. */
    public int waiting() {
        return waiting.size();
    }

    /** What waits is written first, for at most 5 s. */
    @Override
    public void close() {
        closing.set(true);
        try {
            if (thread.isAlive()) {
                var unused = thread.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        thread.interrupt();
        int lost = abandon();
        if (lost > 0) {
            LOG.error("The audit trail has lost {} events at the stop", lost);
        }
    }
}
