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
        for (int i = from; i < to - 3; i++) {
            // Only four letters can begin a word that counts; 0x20 folds the case of ASCII letters.
            switch (a[i] | 0x20) {
                case 'e' -> {
                    if (begins(a, i, to, ERRORS[0]) || begins(a, i, to, ERRORS[1])) {
                        return ERROR;
                    }
                }
                case 'f' -> {
                    if (begins(a, i, to, FAILED)) {
                        return ERROR;
                    }
                }
                case 'w' -> level = begins(a, i, to, WARN) ? WARNING : level;
                case 'd' -> level = level == INFO && begins(a, i, to, DEBUGGING) ? DEBUG : level;
                default -> {}
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
