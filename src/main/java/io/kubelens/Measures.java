package io.kubelens;

import io.kubelens.access.SigningKeys;
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
    }

    void of(Logs engine) {
        LogCounts logs = engine.counts();
        Gauge.builder("kubelens.log.buffered", engine, Logs::buffered)
                .description("Log lines kept for all viewers")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("kubelens.log.upstreams", logs.upstreams(), LongAdder::sum)
                .description("Log requests to Kubernetes now")
                .register(meters);
        Gauge.builder("kubelens.log.held", logs.held(), LongAdder::sum)
                .description("Sent by Kubernetes and not read yet")
                .baseUnit("bytes")
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
        Gauge.builder("kubelens.cache.age", cache, c -> c.age().toMillis() / 1000.0)
                .description("For how long what is shown of Kubernetes may be out of date; 0 while it is watched")
                .baseUnit("seconds")
                .register(meters);
    }

    void of(StoreCounts store) {
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
