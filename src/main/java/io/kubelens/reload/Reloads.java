package io.kubelens.reload;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** How often files of one kind were taken while the gateway ran, and refused. */
public final class Reloads {
    private static final long NEVER = Long.MIN_VALUE;

    private final Clock clock;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong last = new AtomicLong(NEVER);
    private volatile boolean refused;

    public Reloads(Clock clock) {
        this.clock = clock;
    }

    /** Of the route files. */
    public void measure(MeterRegistry meters) {
        measure(meters, "kubelens.", "route files", "the route files are not those that serve");
    }

    /** Of config.yaml. */
    public void measureConfig(MeterRegistry meters) {
        measure(meters, "kubelens.config.", "config.yaml", "config.yaml is not what runs");
    }

    private void measure(MeterRegistry meters, String prefix, String files, String otherwise) {
        FunctionCounter.builder(prefix + "reloads", done, AtomicLong::get)
                .description("Changes of " + files + " that took effect")
                .register(meters);
        FunctionCounter.builder(prefix + "reload.refusals", refusals, AtomicLong::get)
                .description("Changes of " + files + " that were refused")
                .register(meters);
        Gauge.builder(prefix + "reload.refused", this, each -> each.isRefused() ? 1 : 0)
                .description("1 while " + otherwise + ", since it was refused")
                .register(meters);
        Gauge.builder(prefix + "reload.last.time", this, Reloads::lastSeconds)
                .description("When " + files + " last took effect, since 1970; NaN before the first time")
                .baseUnit("seconds")
                .register(meters);
    }

    void took() {
        done.incrementAndGet();
        last.set(clock.millis());
        refused = false;
    }

    void refuse() {
        refusals.incrementAndGet();
        refused = true;
    }

    /** The files are again those that serve. */
    void agree() {
        refused = false;
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
        return refused;
    }

    private double lastSeconds() {
        long millis = last.get();
        return millis == NEVER ? Double.NaN : millis / 1000.0;
    }
}
