package io.kubelens.logs;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the engine has done and is doing.
 *
 * @param streams viewers now
 * @param upstreams log requests to Kubernetes now
 * @param opened log requests to Kubernetes ever
 * @param lines lines sent ever
 * @param gaps gaps told ever
 * @param held bytes that Kubernetes has sent and nobody has read yet, now
 * @param canary what the streams found that check themselves
 */
public record LogCounts(
        LongAdder streams,
        LongAdder upstreams,
        LongAdder opened,
        LongAdder lines,
        LongAdder gaps,
        LongAdder held,
        Canary.Totals canary) {
    LogCounts() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new Canary.Totals());
    }
}
