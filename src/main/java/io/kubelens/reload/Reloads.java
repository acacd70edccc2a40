package io.kubelens.reload;

import io.kubelens.http.Occurrence;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** How often files of one kind were taken while the gateway ran, and refused; the audit hears of each. */
public final class Reloads {
    private static final long NEVER = Long.MIN_VALUE;

    /** How many refusals are remembered. */
    private static final int REMEMBERED = 10;

    private final Files files;
    private final Clock clock;
    private final Consumer<Occurrence> audit;
    private final Deque<Refused> refused = new ArrayDeque<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong last = new AtomicLong(NEVER);
    private volatile boolean disagrees;

    /** The files of one kind, as the audit and the metrics call them. */
    private record Files(String action, String prefix, String name, String otherwise) {}

    private Reloads(Files files, Clock clock, Consumer<Occurrence> audit) {
        this.files = files;
        this.clock = clock;
        this.audit = audit;
    }

    /** Of the route files; {@code audit} is told of each, and must not throw. */
    public static Reloads ofRoutes(Clock clock, Consumer<Occurrence> audit) {
        Files files =
                new Files("routes-reload", "kubelens.", "route files", "the route files are not those that serve");
        return new Reloads(files, clock, audit);
    }

    /** Of config.yaml; {@code audit} is told of each, and must not throw. */
    public static Reloads ofConfig(Clock clock, Consumer<Occurrence> audit) {
        Files files = new Files("config-reload", "kubelens.config.", "config.yaml", "config.yaml is not what runs");
        return new Reloads(files, clock, audit);
    }

    /** Registers what the metrics tell of them. */
    public void measure(MeterRegistry meters) {
        FunctionCounter.builder(files.prefix() + "reloads", done, AtomicLong::get)
                .description("Changes of " + files.name() + " that took effect")
                .register(meters);
        FunctionCounter.builder(files.prefix() + "reload.refusals", refusals, AtomicLong::get)
                .description("Changes of " + files.name() + " that were refused")
                .register(meters);
        Gauge.builder(files.prefix() + "reload.refused", this, each -> each.isRefused() ? 1 : 0)
                .description("1 while " + files.otherwise() + ", since it was refused")
                .register(meters);
        Gauge.builder(files.prefix() + "reload.last.time", this, Reloads::lastSeconds)
                .description("When " + files.name() + " last took effect, since 1970; NaN before the first time")
                .baseUnit("seconds")
                .register(meters);
    }

    /**
     * A change that was refused.
     *
     * @param time when, RFC 3339
     * @param reasons as {@code FILE:LINE: ROUTE OR KEY: REASON; FIX}
     */
    public record Refused(String time, List<String> reasons) {}

    /** @param what has changed; no values */
    void took(String what) {
        done.incrementAndGet();
        last.set(clock.millis());
        disagrees = false;
        audit.accept(Occurrence.done(files.action(), what));
    }

    /**
     * A change is refused.
     *
     * @param reasons may quote what a file holds, which is nothing for the audit
     * @param places where, for the audit
     */
    void refuse(List<String> reasons, List<String> places) {
        refusals.incrementAndGet();
        disagrees = true;
        remember(new Refused(clock.instant().toString(), List.copyOf(reasons)));
        String told = places.stream().limit(Complaint.TOLD).collect(Collectors.joining(" | "));
        audit.accept(Occurrence.refused(files.action(), told));
    }

    private void remember(Refused refusal) {
        synchronized (refused) {
            refused.addFirst(refusal);
            while (refused.size() > REMEMBERED) {
                refused.removeLast();
            }
        }
    }

    /** The last refusals, the newest first. */
    public List<Refused> lastRefused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }

    /** The files are again those that serve. */
    void agree() {
        disagrees = false;
    }

    /** Changes that took effect. */
    public long done() {
        return done.get();
    }

    public long refusals() {
        return refusals.get();
    }

    /** Whether the files as they are now have been refused. */
    public boolean isRefused() {
        return disagrees;
    }

    private double lastSeconds() {
        long millis = last.get();
        return millis == NEVER ? Double.NaN : millis / 1000.0;
    }
}
