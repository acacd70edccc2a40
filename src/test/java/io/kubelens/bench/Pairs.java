package io.kubelens.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Two ways to do the same, measured in turn on the same machine, so that what disturbs one disturbs the other. */
record Pairs(Samples ours, Samples reference) {
    static final int WARM_UP = 12;
    static final int RUNS = 7;

    static Pairs measure(Callable<Double> ours, Callable<Double> reference) throws Exception {
        List<Double> a = new ArrayList<>();
        List<Double> b = new ArrayList<>();
        for (int i = 0; i < WARM_UP + RUNS; i++) {
            b.add(reference.call());
            a.add(ours.call());
        }
        return new Pairs(new Samples(a.subList(WARM_UP, a.size())), new Samples(b.subList(WARM_UP, b.size())));
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
