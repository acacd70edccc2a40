package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** {@link System#nanoTime} may start anywhere, and overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - 3, Long.MIN_VALUE})
    void givesABurstAndThenOnePerInterval(long start) {
        RefreshBudget budget = new RefreshBudget(Duration.ofSeconds(5), 3, start);

        assertThat(taken(budget, start, 100)).isEqualTo(3);
        assertThat(budget.nanosUntilNext(start)).isEqualTo(5 * SECOND);
        assertThat(taken(budget, start + 4 * SECOND, 100)).isZero();
        assertThat(taken(budget, start + 5 * SECOND, 100)).isEqualTo(1);
    }

    @Test
    void savesUpNoMoreThanABurst() {
        RefreshBudget budget = new RefreshBudget(Duration.ofSeconds(5), 3, 0);

        assertThat(taken(budget, 1_000 * SECOND, 100)).isEqualTo(3);
    }

    private static long taken(RefreshBudget budget, long now, int tries) {
        return LongStream.range(0, tries).filter(i -> budget.tryTake(now)).count();
    }
}
