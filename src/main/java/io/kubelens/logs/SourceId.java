package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Names a container of one pod in cursors: six characters of a digest of the pod's UID and the container's name, and of
 * the run when it is not the current one.
 */
record SourceId(String text) implements Comparable<SourceId> {

    static SourceId of(ContainerLog log) {
        String run = log.isPrevious() ? "/" + log.previous().getAsInt() : "";
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash =
                    digest.digest((log.pod().uid() + '/' + log.container() + run).getBytes(StandardCharsets.UTF_8));
            return new SourceId(
                    Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 6));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The same as a number of 36 bits. */
    long number() {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            number = number << 6 | LogCursor.DIGITS.indexOf(text.charAt(i));
        }
        return number;
    }

    @Override
    public int compareTo(SourceId other) {
        return text.compareTo(other.text);
    }
}
