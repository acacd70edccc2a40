package io.kubelens.logs;

import io.kubelens.request.BadRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a viewer stands: the place in every source it has been following. As text, {@code
 * 1~<id>.<time>.<count>~<id><before>.<count>~...}: the first entry is the newest line sent, its numbers in base 36. The
 * others say how many nanoseconds before it they stand, in base 64; {@code +} means after, a count that is not there 1.
 * For the count, {@code P} says that the time is a printed one, {@code A} that all lines of the time are behind, and
 * {@code B} that the source stands at its beginning, {@code S} that it stands {@link #SILENT} before the newest line. An
 * entry with an id alone stands where the newest line stands in the order (time, id). Most sources have no entry of their
 * own, but share the last one: {@code =<time><sum>} when they stand where the newest line stands, {@code *<time><sum>}
 * when {@link #SILENT} before it. They are those of the pods that were created before that time, in seconds; by the sum
 * of their ids is noticed when one is missing.
 */
record LogCursor(Map<SourceId, Position> places, SourceId first, long newest, @Nullable Rest rest) {
    /** Sources that have said nothing for so long share one entry. */
    static final long SILENT = 60 * Timestamps.SECOND;

    /** Stands in for the source of the newest line when that has left. */
    static final SourceId LEFT = new SourceId("______");

    private static final long ALL = Long.MAX_VALUE;

    /** In bytes. What is longer is not given out. */
    static final int LONGEST = 4 * 1024;

    /** In days. Times this near to where a {@code long} ends are none, so that what is reckoned from a place does not wrap. */
    private static final long MARGIN = 50;

    private static final long FARTHEST = Long.MAX_VALUE - MARGIN * 86_400 * Timestamps.SECOND;
    static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private static final Pattern FIRST =
            Pattern.compile("([A-Za-z0-9_-]{6})\\.(-?[0-9a-z]{1,13})\\.([PA]|[0-9a-z]{1,12})");
    private static final Pattern OTHER =
            Pattern.compile("([A-Za-z0-9_-]{6})(?:(\\+?)([A-Za-z0-9_-]{1,11}))?(?:\\.([PABS]|[0-9a-z]{1,12}))?");
    private static final Pattern REST = Pattern.compile("([=*])([0-9a-z]{1,12})\\.([A-Za-z0-9_-]{1,6})");
    private static final long SUM = (1L << 36) - 1;
    private static final int BASE = 36;

    /**
     * The sources without an entry.
     *
     * @param silent whether they stand before the newest line, and not where that stands
     * @param createdBefore in seconds
     * @param sum of their ids' numbers
     */
    record Rest(boolean silent, long createdBefore, long sum) {}

    LogCursor {
        places = Map.copyOf(places);
    }

    /** The place of a source, or null when the viewer has not heard of it. */
    @Nullable
    Position place(SourceId source, long created) {
        Position own = places.get(source);
        if (own != null || rest == null || created >= rest.createdBefore) {
            return own;
        }
        return rest.silent ? silent(newest) : level(source, first, newest);
    }

    /** From where on lines of sources are missing that the viewer was following and that are here no more. */
    LongStream missing(Collection<ContainerLog> present) {
        Map<SourceId, Long> here = new HashMap<>();
        present.forEach(log -> here.put(SourceId.of(log), log.created()));
        LongStream named = places.entrySet().stream()
                .filter(place -> !place.getKey().equals(LEFT) && !here.containsKey(place.getKey()))
                .mapToLong(place -> place.getValue().time());
        return LongStream.concat(named, isRestHere(here) ? LongStream.empty() : LongStream.of(newest));
    }

    private boolean isRestHere(Map<SourceId, Long> here) {
        if (rest == null) {
            return true;
        }
        long sum = here.entrySet().stream()
                .filter(one -> one.getValue() < rest.createdBefore && !places.containsKey(one.getKey()))
                .mapToLong(one -> one.getKey().number())
                .sum();
        return (sum & SUM) == rest.sum;
    }

    private static Position silent(long newest) {
        return Position.after(newest - SILENT, ALL);
    }

    /** Of lines with one time, those of a source with a smaller id come first. */
    private static Position level(SourceId source, SourceId first, long newest) {
        return Position.after(newest, source.compareTo(first) < 0 ? ALL : 0);
    }

    static void begin(Bytes out, SourceId newest, long time, long count) {
        Timestamps.base36(out.ascii("1~").ascii(newest.text()).put('.'), time);
        count(out, count);
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
            out.base36(count);
        }
    }

    /** A source that stands where the newest line does. */
    static void entry(Bytes out, SourceId source) {
        out.put('~').ascii(source.text());
    }

    /** A source that has said nothing for long. */
    static void silent(Bytes out, SourceId source) {
        entry(out, source);
        out.ascii(".S");
    }

    /** All sources without an entry; {@code sum} may be of more than 36 bits. */
    static void rest(Bytes out, boolean silent, long createdBefore, long sum) {
        out.ascii(silent ? "~*" : "~=").base36(createdBefore).put('.');
        digits(out, sum & SUM);
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
        Matcher last = REST.matcher(parts[parts.length - 1]);
        Rest rest = last.matches() ? rest(last) : null;
        for (int i = 2; i < parts.length - (rest == null ? 0 : 1); i++) {
            Matcher entry = OTHER.matcher(parts[i]);
            if (!entry.matches()) {
                throw refused();
            }
            SourceId source = new SourceId(entry.group(1));
            if (places.put(source, place(entry, source, first, newest.time())) != null) {
                throw refused();
            }
        }
        return new LogCursor(places, first, newest.time(), rest);
    }

    private static Rest rest(Matcher rest) {
        return new Rest(rest.group(1).equals("*"), number(rest.group(2)), distance(rest.group(3)));
    }

    private static Position place(Matcher entry, SourceId source, SourceId first, long newest) {
        String digits = entry.group(3);
        String count = entry.group(4);
        if (digits != null) {
            long distance = distance(digits);
            return place(time(newest, entry.group(2).isEmpty(), distance), count == null ? "1" : count);
        }
        return switch (count) {
            case null -> level(source, first, newest);
            case "B" -> Position.BEGINNING;
            case "S" -> silent(newest);
            default -> throw refused();
        };
    }

    private static long time(long newest, boolean before, long distance) {
        try {
            return before ? Math.subtractExact(newest, distance) : Math.addExact(newest, distance);
        } catch (ArithmeticException e) {
            throw refused();
        }
    }

    private static long distance(String digits) {
        long distance = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (distance >>> 57 != 0) {
                throw refused();
            }
            distance = distance << 6 | DIGITS.indexOf(digits.charAt(i));
        }
        return distance;
    }

    private static Position place(long time, String count) {
        if (time < -FARTHEST || time > FARTHEST) {
            throw refused();
        }
        return switch (count) {
            case "P" -> Position.afterPrinted(time);
            case "A" -> Position.after(time, ALL);
            case "B", "S" -> throw refused();
            default -> Position.after(time, number(count));
        };
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text, BASE);
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    private static BadRequest refused() {
        return new BadRequest("Last-Event-ID is not an id of this server's log events; connect without it");
    }
}
