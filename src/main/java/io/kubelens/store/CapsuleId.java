package io.kubelens.store;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** Makes the ids of capsules: the time of writing in 12 hex digits, and 16 random ones. As text they sort by time. */
final class CapsuleId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private CapsuleId() {}

    static String next(Instant now) {
        return before(now) + HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    /** Sorts before all ids of that time and later. */
    static String before(Instant time) {
        return HexFormat.of().toHexDigits(Math.max(0, time.toEpochMilli()), 12);
    }
}
