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
        if (i <= to - Words.BYTES) {
            long here = Words.at(a, i);
            for (; i <= to - 2 * Words.BYTES; i += Words.BYTES) {
                long next = Words.at(a, i + Words.BYTES);
                long marks = pairs(here, Words.shifted(here, next));
                if (marks != 0) {
                    level = max(level, marked(marks, a, i, to));
                }
                here = next;
            }
            // The last byte has no second one here.
            level = max(level, marked(pairs(here, Words.shifted(here, 0)), a, i, to));
            i += Words.BYTES - 1;
        }
        for (; i <= to - SHORTEST; i++) {
            level = max(level, at(a, i, to));
        }
        return level;
    }

    /** What the words say that begin where the marks are. */
    private static Level marked(long marks, byte[] a, int i, int to) {
        Level level = INFO;
        for (long left = marks; left != 0; left &= left - 1) {
            level = max(level, at(a, i + Words.first(left), to));
        }
        return level;
    }

    /** Where two letters stand that can begin a word that counts; and, rarely, two others. */
    private static long pairs(long first, long second) {
        long errorOrDebug =
                Words.either(first, 'd', 'e') & (Words.either(second, 'r', 'x') | Words.either(second, 'e', 'e'));
        long failedOrWarn = Words.either(first, 'f', 'w') & Words.either(second, 'a', 'a');
        return Words.high(errorOrDebug | failedOrWarn);
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
