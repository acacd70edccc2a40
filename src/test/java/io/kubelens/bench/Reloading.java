package io.kubelens.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** What the gateway in this process says of its reloads. */
final class Reloading extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final Pattern DONE = Pattern.compile("Routes reloaded in (\\d+) ms.*");
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.kubelens.reload");
    private final List<Took> done = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();

    /**
     * One reload.
     *
     * @param end since 1970, in milliseconds
     */
    record Took(long end, long millis) {}

    Reloading() {
        setContext(logger.getLoggerContext());
        start();
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Matcher matcher = DONE.matcher(event.getFormattedMessage());
        if (matcher.matches()) {
            done.add(new Took(event.getTimeStamp(), Long.parseLong(matcher.group(1))));
        } else if (event.getLevel() == Level.ERROR) {
            refusals.add(event.getFormattedMessage());
        }
    }

    List<Took> done() {
        return done;
    }

    List<String> refusals() {
        return refusals;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }
}
