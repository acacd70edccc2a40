package io.kubelens.logs;

import io.kubelens.request.BadRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a viewer stands: the place in every source it has been following. As text, {@code
 * 1~<id>.<time>.<count>~<id><before>.<count>~...}: the first entry is the newest line sent, its numbers in base 36. The
 * others say how many nanoseconds before it they stand, in base 64; {@code +} means after, a count that is not there 1.
 * For the count, {@code P} says that the time is a printed one, {@code A} that all lines of the time are behind, and
 * {@code B} that the source stands at its beginning. An entry with an id alone stands where the newest line stands in
 * the order (time, id); {@code *} is for every source without an entry, which stands {@link #SILENT} before it.
 */
record LogCursor(Map<SourceId, Position> places, long newest, @Nullable Position others) {
    /** Sources that have said nothing for so long share one entry. */
    static final long SILENT = 60 * Timestamps.SECOND;

    /** Stands in for the source of the newest line when that has left. */
    static final SourceId LEFT = new SourceId("______");

    private static final long ALL = Long.MAX_VALUE;
    private static final int LONGEST = 16 * 1024;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private static final Pattern FIRST =
            Pattern.compile("([A-Za-z0-9_-]{6})\\.(-?[0-9a-z]{1,13})\\.([PA]|[0-9a-z]{1,12})");
    private static final Pattern OTHER =
            Pattern.compile("([A-Za-z0-9_-]{6})(?:(\\+?)([A-Za-z0-9_-]{1,11}))?(?:\\.([PAB]|[0-9a-z]{1,12}))?");

    LogCursor {
        places = Map.copyOf(places);
    }

    /** The place of a source, or null when the viewer has not heard of it. */
    @Nullable
    Position place(SourceId source) {
        return places.getOrDefault(source, others);
    }

    /** Those that have a place of their own. */
    Set<SourceId> sources() {
        Set<SourceId> named = new HashSet<>(places.keySet());
        named.remove(LEFT);
        return named;
    }

    static void begin(Bytes out, SourceId newest, long time, long count) {
        count(out.ascii("1~").ascii(newest.text()).put('.').number(time, 36), count);
    }

    /** A source that stands somewhere else than the newest line does. */
    static void entry(Bytes out, SourceId source, Position place, long newest) {
        entry(out, source);
        if (place.isBeginning()) {
            out.ascii(".B");
            return;
        }
        if (place.time() > newest) {
            out.put('+');
        }
        digits(out, Math.abs(place.time() - newest));
        if (place.printed()) {
            out.ascii(".P");
        } else if (place.count() != 1) {
            count(out, place.count());
        }
    }

    private static void count(Bytes out, long count) {
        out.put('.');
        if (count == ALL) {
            out.put('A');
        } else {
            out.number(count, 36);
        }
    }

    /** A source that stands where the newest line does. */
    static void entry(Bytes out, SourceId source) {
        out.put('~').ascii(source.text());
    }

    /** All sources without an entry. */
    static void others(Bytes out) {
        out.ascii("~*");
    }

    private static void digits(Bytes out, long value) {
        int shift = 60;
        while (shift > 0 && value >>> shift == 0) {
            shift -= 6;
        }
        for (; shift >= 0; shift -= 6) {
            out.put(DIGITS.charAt((int) (value >>> shift) & 63));
        }
    }

    static LogCursor parse(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split("~", -1);
        if (parts.length < 2 || !parts[0].equals("1")) {
            throw refused();
        }
        Matcher begin = FIRST.matcher(parts[1]);
        if (!begin.matches()) {
            throw refused();
        }
        SourceId first = new SourceId(begin.group(1));
        Position newest = place(number(begin.group(2)), begin.group(3));
        Map<SourceId, Position> places = new HashMap<>(Map.of(first, newest));
        Position others = null;
        for (int i = 2; i < parts.length; i++) {
            if (parts[i].equals("*") && others == null) {
                others = Position.after(newest.time() - SILENT, ALL);
                continue;
            }
            Matcher entry = OTHER.matcher(parts[i]);
            if (!entry.matches()) {
                throw refused();
            }
            SourceId source = new SourceId(entry.group(1));
            if (places.put(source, place(entry, newest.time(), source.compareTo(first))) != null) {
                throw refused();
            }
        }
        return new LogCursor(places, newest.time(), others);
    }

    private static Position place(Matcher entry, long newest, int order) {
        String digits = entry.group(3);
        String count = entry.group(4);
        if (digits == null) {
            if ("B".equals(count)) {
                return Position.BEGINNING;
            }
            if (count != null) {
                throw refused();
            }
            // Of lines with one time, those of a source with a smaller id come first.
            return Position.after(newest, order < 0 ? ALL : 0);
        }
        long distance = 0;
        for (int i = 0; i < digits.length(); i++) {
            distance = distance << 6 | DIGITS.indexOf(digits.charAt(i));
        }
        long time = entry.group(2).isEmpty() ? newest - distance : newest + distance;
        return place(time, count == null ? "1" : count);
    }

    private static Position place(long time, String count) {
        return switch (count) {
            case "P" -> Position.afterPrinted(time);
            case "A" -> Position.after(time, ALL);
            case "B" -> throw refused();
            default -> Position.after(time, number(count));
        };
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text, 36);
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    private static BadRequest refused() {
        return new BadRequest("Last-Event-ID is not an id of this server's log events; connect without it");
    }
}
