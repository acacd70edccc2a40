package io.kubelens.logs;

import java.nio.charset.StandardCharsets;

/** How bad a line sounds: {@code error}, {@code failed} or {@code exception}, then {@code warn}, then {@code debug}. */
enum Level {
    INFO,
    DEBUG,
    WARNING,
    ERROR;

    private static final int SHORTEST = 4;
    private static final int ERRO = Words.four("erro");
    private static final int EXCE = Words.four("exce");
    private static final int FAIL = Words.four("fail");
    private static final int WARN = Words.four("warn");
    private static final int DEBU = Words.four("debu");
    private static final byte[] EXCEPTION = "exception".getBytes(StandardCharsets.US_ASCII);

    static Level of(byte[] a, int from, int to) {
        Level level = INFO;
        int i = from;
        for (; i < to - Words.BYTES; i += Words.BYTES) {
            for (long marks = pairs(a, i); marks != 0; marks &= marks - 1) {
                level = max(level, at(a, i + Words.first(marks), to));
            }
        }
        for (; i <= to - SHORTEST; i++) {
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
        if (at > to - SHORTEST) {
            return INFO;
        }
        int four = Words.lowerFour(a, at);
        if (four == WARN) {
            return WARNING;
        } else if (four == ERRO) {
            return is(a, at + 4, to, 'r') ? ERROR : INFO;
        } else if (four == FAIL) {
            return is(a, at + 4, to, 'e') && is(a, at + 5, to, 'd') ? ERROR : INFO;
        } else if (four == DEBU) {
            return is(a, at + 4, to, 'g') ? DEBUG : INFO;
        }
        return four == EXCE && begins(a, at, to, EXCEPTION) ? ERROR : INFO;
    }

    private static boolean is(byte[] a, int at, int to, char letter) {
        return at < to && (a[at] | 0x20) == letter;
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
}
