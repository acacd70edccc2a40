package io.kubelens.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was measured several times, in the order it was. */
record Samples(List<Double> values) {
    Samples {
        values = List.copyOf(values);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median, then all in brackets. */
    @Override
    public String toString() {
        return number(median()) + " " + values.stream().map(Samples::number).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 1000 ? "%.0f" : "%.3f", value);
    }
}
