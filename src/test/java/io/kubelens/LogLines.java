package io.kubelens;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * What a logger and those below it say while this is open; other tests' gateways may speak too, so lines are found by
 * request.
 */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Map<Logger, Level> before = new HashMap<>();

    private LogLines(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        start();
        logger.addAppender(this);
    }

    static LogLines of(String name) {
        return new LogLines(name);
    }

    static LogLines everything() {
        return new LogLines(Logger.ROOT_LOGGER_NAME);
    }

    /** At DEBUG, which is more than anybody runs with. */
    static LogLines everythingAtDebug() {
        LogLines all = everything();
        for (Logger each : all.logger.getLoggerContext().getLoggerList()) {
            if (each.getLevel() != null) {
                all.before.put(each, each.getLevel());
                each.setLevel(Level.DEBUG);
            }
        }
        return all;
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    /** The messages. */
    List<String> texts() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The messages with all that stands beside them. */
    List<String> whole() {
        return events.stream()
                .map(event -> event.getFormattedMessage() + event.getKeyValuePairs() + event.getMDCPropertyMap())
                .toList();
    }

    /** The first message that names a request; it may come after the answer. */
    String of(HttpResponse<?> answer) {
        return of(answer, "");
    }

    /** The first of them that says this, too. */
    String of(HttpResponse<?> answer, String part) {
        String id = id(answer);
        await().until(() -> texts().stream().anyMatch(line -> line.contains(id) && line.contains(part)));
        return texts().stream()
                .filter(line -> line.contains(id) && line.contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** What stands beside the message about a request; it may come after the answer. */
    Map<String, String> pairs(HttpResponse<?> answer) {
        String id = id(answer);
        await().until(() -> events.stream().anyMatch(event -> pairs(event).containsValue(id)));
        return events.stream()
                .map(LogLines::pairs)
                .filter(pairs -> pairs.containsValue(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null
                ? Map.of()
                : event.getKeyValuePairs().stream()
                        .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }

    static String id(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    @Override
    public void close() {
        before.forEach(Logger::setLevel);
        logger.detachAppender(this);
        stop();
    }
}
