package io.kubelens;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** How much the gateway says on stderr: of everything of ours, until the next start. Libraries and the audit are not touched. */
public final class LogLevel {
    static final Parameter.Text LEVEL = new Parameter.Text("level", "", "One of error, warn, info, debug and trace");

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.kubelens");

    /**
     * The answer to a change.
     *
     * @param level what is said from now on
     */
    public record Now(String level) {}

    /**
     * The level that is asked for, to be audited before it is set.
     *
     * @throws BadRequest when {@code level} is missing or none
     */
    @Reads(LogLevel.class)
    public String asked(Query query) {
        return known(query.text(LEVEL).orElse(""));
    }

    /**
     * From now on.
     *
     * @throws BadRequest when it is none
     */
    public Now set(String level) {
        OURS.setLevel(Level.toLevel(known(level)));
        return new Now(current());
    }

    private static String known(String text) {
        String level = text.strip().toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new BadRequest("parameter 'level' must be one of " + String.join(", ", LEVELS));
        }
        return level;
    }

    static String current() {
        return OURS.getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
    }
}
