package io.kubelens.logs;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a text that was taken for a cursor says, worked out without any limit to its numbers. */
final class CursorText {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

    private CursorText() {}

    static Map<SourceId, Position> places(String text) {
        List<String> parts = List.of(text.split("~", -1));
        String[] begin = parts.get(1).split("\\.", -1);
        SourceId first = new SourceId(begin[0]);
        BigInteger newest = new BigInteger(begin[1], 36);
        Map<SourceId, Position> places = new HashMap<>(Map.of(first, place(newest, begin[2])));
        boolean rest = "=*".contains(parts.getLast().substring(0, 1));
        for (String part : parts.subList(2, parts.size() - (rest ? 1 : 0))) {
            SourceId source = new SourceId(part.substring(0, 6));
            if (places.put(source, place(part.substring(6), newest, source.compareTo(first) < 0)) != null) {
                throw new AssertionError("two places for " + source.text());
            }
        }
        return places;
    }

    private static Position place(String rest, BigInteger newest, boolean before) {
        if (rest.isEmpty()) {
            return Position.after(newest.longValueExact(), before ? Long.MAX_VALUE : 0);
        }
        if (rest.equals(".B")) {
            return Position.BEGINNING;
        }
        if (rest.equals(".S")) {
            return Position.after(
                    newest.subtract(BigInteger.valueOf(LogCursor.SILENT)).longValueExact(), Long.MAX_VALUE);
        }
        String[] parts = rest.split("\\.", -1);
        boolean later = parts[0].startsWith("+");
        BigInteger distance = BigInteger.ZERO;
        for (char digit : parts[0].substring(later ? 1 : 0).toCharArray()) {
            distance = distance.shiftLeft(6).add(BigInteger.valueOf(DIGITS.indexOf(digit)));
        }
        return place(later ? newest.add(distance) : newest.subtract(distance), parts.length == 1 ? "1" : parts[1]);
    }

    private static Position place(BigInteger time, String count) {
        return switch (count) {
            case "P" -> Position.afterPrinted(time.longValueExact());
            case "A" -> Position.after(time.longValueExact(), Long.MAX_VALUE);
            default -> Position.after(time.longValueExact(), new BigInteger(count, 36).longValueExact());
        };
    }
}
