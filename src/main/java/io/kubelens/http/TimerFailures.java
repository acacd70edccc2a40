package io.kubelens.http;

import io.kubelens.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a timer's route that has failed, which nobody else sees: once a minute at most, since it runs again by
 * itself. What a store says is one line, all else has its stack.
 */
final class TimerFailures implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TimerFailures.class);
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final String timer;
    private final AtomicReference<@Nullable Long> told = new AtomicReference<>();

    TimerFailures(String timer) {
        this.timer = timer;
    }

    @Override
    public void handleException(Throwable failure) {
        long now = System.nanoTime();
        Long last = told.get();
        if (last != null && now - last < PAUSE) {
            return;
        }
        told.set(now);
        if (StoreUnavailable.isBehind(failure)) {
            LOG.warn("{} failed, and will be tried again; {}", timer, StoreUnavailable.reason(failure));
        } else {
            LOG.error("{} failed, and will be tried again", timer, failure);
        }
    }

    @Override
    public void handleException(String message, Throwable failure) {
        handleException(failure);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable failure) {
        handleException(failure);
    }
}
