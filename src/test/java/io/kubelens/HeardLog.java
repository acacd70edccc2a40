package io.kubelens;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What a logger and those below it say: during each test when it is registered, else from {@link #listen} to the end. */
public final class HeardLog implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private HeardLog(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        // Others may still log while a test reads.
        appender.list = new CopyOnWriteArrayList<>();
    }

    public static HeardLog of(String logger) {
        return new HeardLog(logger);
    }

    public static HeardLog of(Class<?> logger) {
        return new HeardLog(logger.getName());
    }

    /** From now on. */
    public HeardLog listen() {
        appender.start();
        logger.addAppender(appender);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        listen();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    /** Until now. */
    public List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }

    /** Their messages. */
    public List<String> lines() {
        return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Those of one level. */
    public List<String> lines(Level level) {
        return events().stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
    }
}
