package io.kubelens.kube;

import io.fabric8.kubernetes.client.OAuthTokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The mounted token, read again every few seconds: the kubelet replaces the file well before the token expires. */
final class ServiceAccountToken implements OAuthTokenProvider {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Path file;
    private final Clock clock;
    private Instant readAt = Instant.MIN;
    private String token = "";

    ServiceAccountToken(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public synchronized String getToken() {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(FRESH))) {
            token = read();
            readAt = now;
        }
        return token;
    }

    private String read() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the service account token cannot be read: " + file, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
