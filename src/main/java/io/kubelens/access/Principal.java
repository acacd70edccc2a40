package io.kubelens.access;

import io.kubelens.request.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;

/**
 * Who is calling, as an accepted token says.
 *
 * @param subject the token's {@code sub}; hostile until proven otherwise, so only ever data
 * @param groups the groups of {@code auth.groups_claim}, a leading {@code /} stripped
 * @param expiresAt the token's {@code exp}
 */
public record Principal(String subject, Set<String> groups, Instant expiresAt) implements Caller {
    private static final int DIGEST_BYTES = 6;

    public Principal {
        groups = Set.copyOf(groups);
    }

    /** What logs call this user: the first 12 hex digits of the subject's SHA-256. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Principal[" + digest() + ", " + groups.size() + " groups]";
    }
}
