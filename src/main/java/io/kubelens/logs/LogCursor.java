package io.kubelens.logs;

import io.kubelens.request.BadRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a viewer stands: the place in every source it has been following. As text, {@code
 * 1~<id>.<time>.<count>~...}: the first entry is the newest line sent, an entry without time stands where that line
 * stands in the order (time, id), numbers are in base 36; for the count, {@code P} says that the time is a printed one
 * and {@code A} that all lines of the time are behind.
 */
record LogCursor(Map<SourceId, Position> places, long newest) {
    private static final long ALL = Long.MAX_VALUE;
    private static final int LONGEST = 16 * 1024;
    private static final Pattern ENTRY =
            Pattern.compile("([A-Za-z0-9_-]{6})(?:\\.(-?[0-9a-z]{1,13})\\.([PA]|[0-9a-z]{1,12}))?");

    LogCursor {
        places = Map.copyOf(places);
    }

    /** The place of a source, or null when the viewer has not heard of it. */
    @Nullable
    Position place(SourceId source) {
        return places.get(source);
    }

    Set<SourceId> sources() {
        return places.keySet();
    }

    static void begin(Bytes out, SourceId newest, long time, long count) {
        out.put('1');
        entry(out, newest, Position.after(time, count));
    }

    static void entry(Bytes out, SourceId source, Position place) {
        entry(out, source);
        out.put('.').ascii(Long.toString(place.time(), 36)).put('.');
        out.ascii(place.printed() ? "P" : place.count() == ALL ? "A" : Long.toString(place.count(), 36));
    }

    static void entry(Bytes out, SourceId source) {
        out.put('~').ascii(source.text());
    }

    static LogCursor parse(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split("~", -1);
        if (parts.length < 2 || !parts[0].equals("1")) {
            throw refused();
        }
        Map<SourceId, Position> places = new HashMap<>();
        SourceId first = null;
        Position newest = Position.BEGINNING;
        for (int i = 1; i < parts.length; i++) {
            Matcher entry = ENTRY.matcher(parts[i]);
            if (!entry.matches() || (first == null && entry.group(2) == null)) {
                throw refused();
            }
            SourceId source = new SourceId(entry.group(1));
            if (first == null) {
                first = source;
                newest = place(entry);
            }
            Position place = entry.group(2) != null ? place(entry) : implied(newest, source.compareTo(first));
            if (places.put(source, place) != null) {
                throw refused();
            }
        }
        return new LogCursor(places, newest.time());
    }

    private static Position place(Matcher entry) {
        try {
            long time = Long.parseLong(entry.group(2), 36);
            return switch (entry.group(3)) {
                case "P" -> Position.afterPrinted(time);
                case "A" -> Position.after(time, ALL);
                default -> Position.after(time, Long.parseLong(entry.group(3), 36));
            };
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    /** Of lines with one time, those of a source with a smaller id come first. */
    private static Position implied(Position newest, int order) {
        return Position.after(newest.time(), order < 0 ? ALL : 0);
    }

    private static BadRequest refused() {
        return new BadRequest("Last-Event-ID is not an id of this server's log events; connect without it");
    }
}
