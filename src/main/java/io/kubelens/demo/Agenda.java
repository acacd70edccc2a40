package io.kubelens.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen when, by the clock it is given. For one thread. */
final class Agenda {
    private final Clock clock;
    private final PriorityQueue<Item> items =
            new PriorityQueue<>(Comparator.comparing(Item::due).thenComparing(Item::number));
    private long count;

    private record Item(Instant due, long number, Runnable action) {}

    Agenda(Clock clock) {
        this.clock = clock;
    }

    void in(Duration delay, Runnable action) {
        items.add(new Item(clock.instant().plus(delay), count++, action));
    }

    void every(Duration period, Runnable action) {
        in(period, () -> {
            action.run();
            every(period, action);
        });
    }

    void runDue() {
        Instant now = clock.instant();
        for (Item next = items.peek(); next != null && !next.due().isAfter(now); next = items.peek()) {
            items.remove(next);
            next.action().run();
        }
    }
}
