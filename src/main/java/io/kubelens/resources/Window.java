package io.kubelens.resources;

import io.kubelens.request.BadRequest;
import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far back samples are asked for.
 *
 * @param text as it was asked for
 */
record Window(String text, Duration duration) {
    static final Parameter.Text WINDOW = new Parameter.Text(
            "window", "", "How far back samples are told, from 1s to 15m, for example 90s; 15m when not said");
    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,3})m)?(?:(\\d{1,3})s)?");
    private static final Window LONGEST = new Window("15m", NamespaceUsage.KEPT);

    /** {@code 90s}, {@code 5m}, {@code 1m30s}: from a second to 15 minutes, which is also what absent means. */
    static Window of(Query query) {
        String text = query.text(WINDOW).orElse("").strip();
        if (text.isEmpty()) {
            return LONGEST;
        }
        Matcher form = FORM.matcher(text);
        Duration duration = form.matches()
                ? Duration.ofMinutes(number(form.group(1))).plusSeconds(number(form.group(2)))
                : Duration.ZERO;
        if (duration.isZero() || duration.compareTo(LONGEST.duration) > 0) {
            throw new BadRequest("parameter 'window' must be a duration from 1s to 15m, for example 90s or 5m");
        }
        return new Window(text, duration);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
