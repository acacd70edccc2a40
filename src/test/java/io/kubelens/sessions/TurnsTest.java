package io.kubelens.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.store.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
    private final Turns turns = new Turns(Duration.ofSeconds(20));

    @Test
    void servesAUserInTheOrderOfArrival() throws InterruptedException {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        Runnable first = turns.take("ann");
        for (int i = 0; i < 10; i++) {
            int number = i;
            Thread thread = Thread.ofVirtual().start(() -> {
                Runnable end = turns.take("ann");
                order.add(number);
                end.run();
            });
            waiting.add(thread);
            Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }
        assertThat(order).isEmpty();

        first.run();
        for (Thread each : waiting) {
            each.join();
        }

        assertThat(order).isEqualTo(IntStream.range(0, 10).boxed().toList());
        assertThat(turns.users()).isZero();
    }

    @Test
    void letsOthersPass() {
        Runnable ann = turns.take("ann");
        Runnable bob = turns.take("bob");

        assertThat(turns.users()).isEqualTo(2);
        bob.run();
        ann.run();
        ann.run();
        assertThat(turns.users()).isZero();
    }

    @Test
    void givesUpInTime() {
        Turns hasty = new Turns(Duration.ofMillis(20));
        Runnable first = hasty.take("ann");

        assertThatThrownBy(() -> hasty.take("ann")).isInstanceOf(StoreUnavailable.class);

        first.run();
        hasty.take("ann").run();
        assertThat(hasty.users()).isZero();
    }

    @Test
    void refusesAnEndlessQueue() {
        Runnable first = turns.take("ann");
        List<Thread> waiting = IntStream.range(0, 31)
                .mapToObj(i -> Thread.ofVirtual().start(() -> turns.take("ann").run()))
                .toList();
        Awaitility.await()
                .until(() -> waiting.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));

        assertThatThrownBy(() -> turns.take("ann")).isInstanceOf(SessionBusy.class);

        first.run();
        Awaitility.await().until(() -> turns.users() == 0);
    }
}
