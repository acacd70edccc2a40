package io.kubelens.access;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When signing keys are read again.
 *
 * @param every after a success
 * @param firstRetry after a first failure; doubles with each further one
 * @param lastRetry the longest pause between failures
 * @param perStranger how often unknown key ids may cause a read, in the long run
 * @param strangers how many of these may come at once
 * @param patience how long a request with an unknown key id waits
 * @param timeout for each HTTP call
 */
record Pace(
        Duration every,
        Duration firstRetry,
        Duration lastRetry,
        Duration perStranger,
        int strangers,
        Duration patience,
        Duration timeout) {
    static final Pace NORMAL = new Pace(
            Duration.ofMinutes(5),
            Duration.ofMillis(500),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            3,
            Duration.ofSeconds(3),
            Duration.ofSeconds(5));
    private static final int MAX_DOUBLINGS = 20;

    /** How long to pause after so many failures in a row, spread so that replicas do not ask in step. */
    Duration pause(int failures) {
        Duration longest = failures == 0 ? every : retry(failures);
        return Duration.ofNanos(
                (long) (longest.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1)));
    }

    private Duration retry(int failures) {
        Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(lastRetry) < 0 ? doubled : lastRetry;
    }
}
