package io.kubelens.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Two ways to do the same, measured in turn on the same machine, so that what disturbs one disturbs the other. */
record Pairs(Samples ours, Samples reference) {
    private static final int WARM_UP = 12;

    /** The compiler takes a third of the time of one core until then. */
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(30);

    static final int RUNS = 7;

    static Pairs measure(Callable<Double> ours, Callable<Double> reference) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < WARM_UP || System.nanoTime() - begin < WARM_UP_TIME.toNanos(); i++) {
            reference.call();
            ours.call();
        }
        List<Double> a = new ArrayList<>();
        List<Double> b = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            b.add(reference.call());
            a.add(ours.call());
        }
        return new Pairs(new Samples(a), new Samples(b));
    }

    /** Ours by the reference, pair by pair. */
    Samples ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.values().size(); i++) {
            ratios.add(ours.values().get(i) / reference.values().get(i));
        }
        return new Samples(ratios);
    }

    @Override
    public String toString() {
        return "ratio " + ratio() + ", ours " + ours + ", reference " + reference;
    }
}
