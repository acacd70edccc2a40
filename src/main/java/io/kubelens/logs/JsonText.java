package io.kubelens.logs;

import java.nio.charset.StandardCharsets;

/** Bytes from outside as the inside of a JSON string, or as clean UTF-8: what is not UTF-8 becomes U+FFFD. */
final class JsonText {
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonText() {}

    static void escape(Bytes out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        escape(out, bytes, 0, bytes.length);
    }

    /** No control character, quote or backslash comes through as it is, so no text can end its string. */
    static void escape(Bytes out, byte[] a, int from, int to) {
        write(out, a, from, to, true);
    }

    static void clean(Bytes out, byte[] a, int from, int to) {
        write(out, a, from, to, false);
    }

    private static void write(Bytes out, byte[] a, int from, int to, boolean json) {
        int run = from;
        int i = from;
        while (i < to) {
            if (i <= to - Words.BYTES && isPlain(Words.at(a, i), json)) {
                i += Words.BYTES;
                continue;
            }
            byte b = a[i];
            if ((b >= 0x20 && b != '"' && b != '\\') || (b >= 0 && !json)) {
                i++;
                continue;
            }
            int length = b < 0 ? Utf8.sequence(a, i, to) : -1;
            if (length > 0) {
                i += length;
                continue;
            }
            out.put(a, run, i);
            if (b < 0) {
                out.put(REPLACEMENT);
            } else {
                control(out, b);
            }
            i -= length;
            run = i;
        }
        out.put(a, run, to);
    }

    /** Whether eight bytes need no look at each. */
    private static boolean isPlain(long word, boolean json) {
        long special = Words.high(word);
        if (json) {
            special |= Words.below(word, 0x20) | Words.same(word, '"') | Words.same(word, '\\');
        }
        return special == 0;
    }

    private static void control(Bytes out, byte b) {
        out.put('\\');
        switch (b) {
            case '"', '\\' -> out.put(b);
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            default -> out.ascii("u00").put(HEX[b >> 4]).put(HEX[b & 15]);
        }
    }
}
