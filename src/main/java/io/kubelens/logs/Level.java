package io.kubelens.logs;

import java.nio.charset.StandardCharsets;

/** How bad a line sounds: {@code error}, {@code failed} or {@code exception}, then {@code warn}, then {@code debug}. */
enum Level {
    INFO,
    DEBUG,
    WARNING,
    ERROR;

    private static final byte[][] ERRORS = {bytes("error"), bytes("exception")};
    private static final byte[] FAILED = bytes("failed");
    private static final byte[] WARN = bytes("warn");
    private static final byte[] DEBUGGING = bytes("debug");

    static Level of(byte[] a, int from, int to) {
        Level level = INFO;
        int i = from;
        for (; i < to - Words.BYTES; i += Words.BYTES) {
            for (long marks = pairs(a, i); marks != 0; marks &= marks - 1) {
                level = max(level, at(a, i + Words.first(marks), to));
            }
        }
        for (; i < to - 3; i++) {
            level = max(level, at(a, i, to));
        }
        return level;
    }

    /** Where, in the eight bytes from here on, two letters stand that can begin a word that counts. */
    private static long pairs(byte[] a, int i) {
        long first = Words.lower(Words.at(a, i));
        long second = Words.lower(Words.at(a, i + 1));
        long er = Words.same(first, 'e') & (Words.same(second, 'r') | Words.same(second, 'x'));
        long fa = (Words.same(first, 'f') | Words.same(first, 'w')) & Words.same(second, 'a');
        long de = Words.same(first, 'd') & Words.same(second, 'e');
        return er | fa | de;
    }

    /** What the word that begins here says. */
    private static Level at(byte[] a, int at, int to) {
        return switch (a[at] | 0x20) {
            case 'e' -> begins(a, at, to, ERRORS[0]) || begins(a, at, to, ERRORS[1]) ? ERROR : INFO;
            case 'f' -> begins(a, at, to, FAILED) ? ERROR : INFO;
            case 'w' -> begins(a, at, to, WARN) ? WARNING : INFO;
            case 'd' -> begins(a, at, to, DEBUGGING) ? DEBUG : INFO;
            default -> INFO;
        };
    }

    private static Level max(Level one, Level other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static boolean begins(byte[] a, int at, int to, byte[] word) {
        if (to - at < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((a[at + i] | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
