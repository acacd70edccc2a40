package io.kubelens.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a record refuses of itself: everything at once, each by its key within the record. */
final class Checks {
    private static final int SHOWN = 80;

    private final List<Refused.Problem> problems = new ArrayList<>();

    Checks refuseIf(boolean bad, String key, String text) {
        if (bad) {
            problems.add(new Refused.Problem(key, text));
        }
        return this;
    }

    Checks refuseUnless(boolean good, String key, String text) {
        return refuseIf(!good, key, text);
    }

    /** Refuses a value that is there and not good. */
    Checks fits(String key, String value, Predicate<String> good, String text) {
        return refuseIf(!value.isEmpty() && !good.test(value), key, shown(value) + " " + text);
    }

    /** Refuses a secret that is there and not good, without a word of it. */
    Checks fits(String key, Secret value, Predicate<String> good, String text) {
        return refuseIf(value.isPresent() && !good.test(value.reveal()), key, text + " (its value is not shown)");
    }

    Checks range(String key, long value, long min, long max) {
        String most = max >= Integer.MAX_VALUE ? " or more" : " to " + max;
        return refuseIf(value < min || value > max, key, value + " is out of range; write " + min + most);
    }

    /** Two numbers of which the other limits this one. */
    Checks atMost(String key, long value, String limitKey, long limit) {
        return refuseIf(
                limit > 0 && value > limit,
                key,
                value + " is more than " + limitKey + " (" + limit + "); lower it or raise that");
    }

    /** Two texts that are both set or both not. */
    Checks together(String key, String value, String otherKey, String other) {
        return refuseIf(
                        value.isEmpty() && !other.isEmpty(),
                        key,
                        "is missing beside " + otherKey + "; set both or none")
                .refuseIf(
                        other.isEmpty() && !value.isEmpty(),
                        otherKey,
                        "is missing beside " + key + "; set both or none");
    }

    Checks given(String key, String value, String fix) {
        return refuseIf(value.isBlank(), key, "is missing; " + fix);
    }

    Checks filled(String key, Collection<String> values, String fix) {
        return refuseIf(values.isEmpty(), key, "is missing or empty; " + fix);
    }

    Checks oneOf(String key, String value, List<String> known) {
        return refuseUnless(
                known.contains(value), key, shown(value) + " is not known; write " + String.join(", ", known));
    }

    Checks each(String key, Collection<String> values, Predicate<String> good, String text) {
        int i = 0;
        for (String value : values) {
            refuseUnless(good.test(value), key + "[" + i + "]", shown(value) + " " + text);
            i++;
        }
        return this;
    }

    <T> Checks distinct(String key, List<T> values, Function<T, String> name) {
        return distinct(key, values.stream().map(name).toList());
    }

    Checks distinct(String key, List<String> values) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            refuseUnless(
                    seen.add(values.get(i)), key + "[" + i + "]", shown(values.get(i)) + " is named twice; keep one");
        }
        return this;
    }

    Checks labelKey(String key, String value) {
        return fits(key, value, Labels::isKey, "is not a label's key; write one such as app.kubernetes.io/name");
    }

    Checks regex(String key, String value) {
        try {
            Pattern.compile(value);
            return this;
        } catch (PatternSyntaxException e) {
            return refuseIf(
                    true,
                    key,
                    shown(value) + " is not a regular expression (" + e.getDescription()
                            + "); write RE2 syntax, without look-around and back-references");
        }
    }

    /** Throws what was found, if anything was. */
    void done() {
        if (!problems.isEmpty()) {
            throw new Refused(problems);
        }
    }

    /** A value as a message may hold it: quoted, on one line, not too long, without the user and password of a URL. */
    static String shown(String value) {
        String line = value.replaceAll("\\p{Cntrl}", "?").replaceAll("//[^/\\s]*@", "//***@");
        return "'" + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...") + "'";
    }
}
