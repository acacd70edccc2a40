package io.kubelens.http;

import io.kubelens.logs.ReadRange;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for the audit.
 *
 * @param action what was done, or empty for what the request's route is called
 * @param outcome {@code allowed}, {@code ended}, {@code denied}, {@code done} or {@code refused}
 * @param reason why; never from a token or a Secret, nor text of a caller's or an upstream's
 * @param read what of a log was sent; null when no log read has ended
 */
public record Occurrence(String action, String outcome, String reason, @Nullable ReadRange read) {
    /** A request is let in. */
    static Occurrence allowed(String reason) {
        return new Occurrence("", "allowed", reason, null);
    }

    static Occurrence ended(ReadRange read) {
        return new Occurrence("", "ended", "", read);
    }

    static Occurrence denied(String reason) {
        return new Occurrence("", "denied", reason, null);
    }

    /** A change of what the gateway runs by took effect. */
    public static Occurrence done(String action, String what) {
        return new Occurrence(action, "done", what, null);
    }

    /** A change of what the gateway runs by was refused, and nothing has changed. */
    public static Occurrence refused(String action, String why) {
        return new Occurrence(action, "refused", why, null);
    }
}
