package io.kubelens;

import io.kubelens.access.SigningKeys;
import io.kubelens.http.AuditTrail;
import io.kubelens.http.OpenStreams;
import io.kubelens.kube.ClusterCache;
import io.kubelens.logs.LogCounts;
import io.kubelens.logs.Logs;
import io.kubelens.store.StoreCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the metrics tell of the objects that know nothing of metrics. */
final class Measures {
    private final MeterRegistry meters;

    Measures(MeterRegistry meters) {
        this.meters = meters;
    }

    void of(OpenStreams streams) {
        Gauge.builder("kubelens.streams", streams, OpenStreams::count)
                .description("Answers that are being streamed")
                .register(meters);
        FunctionCounter.builder("kubelens.stream.sent", streams, OpenStreams::bytes)
                .description("Bytes of streams that were handed to connections")
                .baseUnit("bytes")
                .register(meters);
    }

    /** {@code limit} is that of all buffers together, in bytes. */
    void of(Logs engine, Supplier<Number> limit) {
        LogCounts logs = engine.counts();
        Gauge.builder("kubelens.log.buffered", engine, Logs::buffered)
                .description("Log lines kept for all viewers")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("kubelens.log.buffer.limit", limit)
                .description("What logs.buffer_max_bytes lets be kept")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("kubelens.log.held", logs.held(), LongAdder::sum)
                .description("Sent by Kubernetes and not read yet")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("kubelens.log.viewers", logs.streams(), LongAdder::sum)
                .description("Log streams that are being read now")
                .register(meters);
        Gauge.builder("kubelens.log.upstreams", logs.upstreams(), LongAdder::sum)
                .description("Log requests to Kubernetes now")
                .register(meters);
        counter("log.upstreams.opened", logs.opened(), "Log requests to Kubernetes ever");
        counter("log.lines", logs.lines(), "Log lines sent");
        counter("log.gaps", logs.gaps(), "Gaps that viewers were told of");
        counter("log.canary.read", logs.canary().read(), "Lines that checked streams have read");
        counter("log.canary.filtered", logs.canary().filtered(), "Of these, lines behind the viewer's place");
        counter("log.canary.delivered", logs.canary().delivered(), "Lines found in what was sent");
        counter("log.canary.gaps", logs.canary().gaps(), "Gaps that checked streams have told of");
        counter(
                "log.canary.mismatches",
                logs.canary().mismatches(),
                "Streams that sent other lines than they had read");
    }

    void of(SigningKeys keys, Clock clock) {
        Gauge.builder("kubelens.signing.keys.age", keys, k -> age(k, clock))
                .description("Time since the signing keys were read; NaN before the first time")
                .baseUnit("seconds")
                .register(meters);
    }

    private static double age(SigningKeys keys, Clock clock) {
        return keys.lastRefresh()
                .map(then -> Duration.between(then, clock.instant()).toMillis() / 1000.0)
                .orElse(Double.NaN);
    }

    void of(ClusterCache cache) {
        Gauge.builder("kubelens.cache.synced", cache, c -> c.synced() ? 1 : 0)
                .description("1 once everything has been listed")
                .register(meters);
        Gauge.builder("kubelens.cache.age", cache, c -> c.age().toMillis() / 1000.0)
                .description("For how long what is shown of Kubernetes may be out of date; 0 while it is watched")
                .baseUnit("seconds")
                .register(meters);
    }

    void of(AuditTrail audit) {
        FunctionCounter.builder("kubelens.audit.events", audit, AuditTrail::written)
                .description("Events that the route audit took, reveals not counted")
                .register(meters);
        lost(audit, "overflow", AuditTrail::overflowed);
        lost(audit, "failure", AuditTrail::failed);
        lost(audit, "stopped", AuditTrail::stopped);
        Gauge.builder("kubelens.audit.waiting", audit, AuditTrail::waiting)
                .description("Events that wait for the route audit")
                .register(meters);
    }

    private void lost(AuditTrail audit, String reason, ToDoubleFunction<AuditTrail> count) {
        FunctionCounter.builder("kubelens.audit.lost", audit, count)
                .description("Events that the route audit was too slow for, failed with, or was told of after its end")
                .tag("reason", reason)
                .register(meters);
    }

    void of(StoreCounts store) {
        Gauge.builder("kubelens.store.up", store, each -> each.works() ? 1 : 0)
                .description("1 while the store does what it is asked each second")
                .register(meters);
        counter("store.capsules.stored", store.stored(), "Logs of terminated containers that were stored");
        counter("store.capsules.expired", store.expired(), "Of the stored, those whose time was over");
        counter(
                "store.capsules.evicted",
                store.evicted(),
                "Of the stored, those that went early because storage's limits were reached");
    }

    private void counter(String name, LongAdder value, String description) {
        FunctionCounter.builder("kubelens." + name, value, LongAdder::sum)
                .description(description)
                .register(meters);
    }
}
