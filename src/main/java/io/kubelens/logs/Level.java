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

    /** The only letters that can begin a word that counts. */
    private static final boolean[] BEGINS = new boolean[256];

    static {
        "efwdEFWD".chars().forEach(letter -> BEGINS[letter] = true);
    }

    static Level of(byte[] a, int from, int to) {
        Level level = INFO;
        for (int i = from; i < to - 3; i++) {
            if (!BEGINS[a[i] & 0xFF]) {
                continue;
            }
            // The second letter settles most of it; 0x20 folds the case of ASCII letters.
            int second = a[i + 1] | 0x20;
            switch (a[i] | 0x20) {
                case 'e' -> {
                    if ((second == 'r' && begins(a, i, to, ERRORS[0]))
                            || (second == 'x' && begins(a, i, to, ERRORS[1]))) {
                        return ERROR;
                    }
                }
                case 'f' -> {
                    if (second == 'a' && begins(a, i, to, FAILED)) {
                        return ERROR;
                    }
                }
                case 'w' -> level = second == 'a' && begins(a, i, to, WARN) ? WARNING : level;
                default -> level = level == INFO && second == 'e' && begins(a, i, to, DEBUGGING) ? DEBUG : level;
            }
        }
        return level;
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
