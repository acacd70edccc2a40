package io.kubelens.logs;

import io.kubelens.config.Config;
import io.kubelens.kube.KubePod;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Parameter;
import io.kubelens.request.Previous;
import io.kubelens.request.Query;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer asks of a log, checked.
 *
 * @param query as it came, for pods that join later
 * @param follow whether to go on after what is there now; true when not said, never with {@code previous}
 * @param previous the run before the current one, which has ended
 * @param tail how many of the newest lines to begin with, at most the configured maximum; counts only without {@code
 *     since} and cursor
 * @param since begin after this time, in nanoseconds; {@link Timestamps#NONE} when not said
 * @param cursor begin where an earlier answer was cut; goes before {@code since}
 */
record LogRequest(
        Form form,
        Query query,
        boolean follow,
        boolean previous,
        boolean timestamps,
        int tail,
        long since,
        @Nullable LogCursor cursor,
        int maxLineLength,
        long mergeWindow) {

    static final Parameter.Flag FOLLOW =
            new Parameter.Flag("follow", true, "Whether to go on after what is there now; never with previous");
    static final Parameter.Flag PREVIOUS = Previous.FLAG;
    static final Parameter.Flag TIMESTAMPS =
            new Parameter.Flag("timestamps", false, "In text/plain, a time before each line");
    static final Parameter.Count TAIL = new Parameter.Count(
            "tail", 0, "How many of the newest lines to begin with; clamped to the configured maximum");
    static final Parameter.Text SINCE =
            new Parameter.Text("since", "date-time", "Begin after this time; tail does not count then");

    /** Throws {@link BadRequest} when a parameter or the id does not parse. */
    static LogRequest of(Query query, @Nullable String lastEventId, @Nullable String mediaType, Config.Logs config) {
        boolean previous = query.flag(PREVIOUS);
        boolean follow = query.flag(FOLLOW);
        long tail = query.number(TAIL).orElse(config.defaultTailLines());
        return new LogRequest(
                Form.of(mediaType),
                query,
                follow && !previous,
                previous,
                query.flag(TIMESTAMPS),
                (int) Math.min(tail, config.maxTailLines()),
                since(query),
                lastEventId == null || lastEventId.isEmpty() ? null : LogCursor.parse(lastEventId),
                config.maxLineLength(),
                config.mergeWindowMs() * 1_000_000L);
    }

    /** The same of one pod: of one that is gone there is nothing to wait for. */
    LogRequest of(KubePod pod) {
        return pod.gone() == null
                ? this
                : new LogRequest(
                        form, query, false, previous, timestamps, tail, since, cursor, maxLineLength, mergeWindow);
    }

    private static long since(Query query) {
        String text = query.text(SINCE).orElse("").strip();
        if (text.isEmpty()) {
            return Timestamps.NONE;
        }
        // A plus that was not escaped arrives as a space.
        long since = Timestamps.parse(text.replace(' ', '+'));
        if (since == Timestamps.NONE) {
            throw new BadRequest("parameter 'since' must be an RFC 3339 time, for example 2026-01-02T03:04:05.678Z");
        }
        return since;
    }
}
