package io.kubelens.logs;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Holds a property against random cases. A failure names the seed of its case: {@code -Dkubelens.seed=7} runs that case
 * alone, {@code -Dkubelens.cases=20} twenty times as many.
 */
final class RandomCases {
    private RandomCases() {}

    interface Property {
        void holds(RandomGenerator random) throws Exception;
    }

    static void check(int cases, Property property) {
        Long only = Long.getLong("kubelens.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? (long) cases * Integer.getInteger("kubelens.cases", 1) : only;
        for (long seed = first; seed <= last; seed++) {
            Throwable failure = failure(property, seed);
            if (failure != null) {
                throw new AssertionError("-Dkubelens.seed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    private static @Nullable Throwable failure(Property property, long seed) {
        try {
            property.holds(new SplittableRandom(seed));
            return null;
        } catch (Exception | AssertionError | StackOverflowError failure) {
            return failure;
        }
    }

    static <T> T oneOf(RandomGenerator random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
