package io.kubelens.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Capsules for tests: a web server's pods that ended just now. */
final class Capsules {
    static final Duration LIFE = Duration.ofHours(1);

    private final Clock clock;

    Capsules(Clock clock) {
        this.clock = clock;
    }

    Termination ended(String pod, int restart) {
        return new Termination(
                new CapsuleKey("uid-" + pod, "app", restart),
                "shop",
                pod,
                Map.of("app", "web"),
                null,
                List.of("app"),
                "web",
                clock.instant().minusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                137,
                9,
                "OOMKilled",
                List.of(new CapsuleEvent(Instant.EPOCH, "Warning", "BackOff", "restarting \u2713 | 'x'", 3)));
    }

    SealedCapsule of(String pod, int restart, String log) {
        return of(ended(pod, restart), log);
    }

    SealedCapsule of(Termination ended, String log) {
        CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        writer.write(bytes, 0, bytes.length);
        return writer.seal(ended, true, null, clock.instant().plus(LIFE), clock);
    }

    /** One of about so many bytes as they are kept: noise, which cannot be packed. */
    SealedCapsule noise(Termination ended, int stored) {
        Random random = new Random(7);
        StringBuilder log = new StringBuilder();
        while (log.length() < stored * 5 / 3) {
            byte[] line = new byte[90];
            random.nextBytes(line);
            log.append("2026-11-21T09:00:00.000000000Z ")
                    .append(java.util.Base64.getEncoder().encodeToString(line))
                    .append('\n');
        }
        return of(ended, log.toString());
    }

    static String lines(int count) {
        StringBuilder log = new StringBuilder();
        Instant time = Instant.parse("2026-11-21T09:00:00Z");
        for (int i = 0; i < count; i++) {
            log.append("%s.%09dZ GET /items/%d 200 %d ms%n"
                    .formatted(
                            time.plusSeconds(i / 1000).toString().substring(0, 19),
                            i % 1000 * 1_000_000,
                            i,
                            i * 7 % 100));
        }
        return log.toString();
    }

    static String unpacked(List<LineChunk> chunks) {
        StringBuilder log = new StringBuilder();
        List<byte[]> parts =
                new ArrayList<>(chunks.stream().map(LineChunk::lines).toList());
        parts.forEach(part -> log.append(new String(part, StandardCharsets.UTF_8)));
        return log.toString();
    }

    /** The same termination, somewhere else. */
    static Termination in(String namespace, Termination ended) {
        return with(
                ended,
                t -> new Termination(
                        t.key(),
                        namespace,
                        t.podName(),
                        t.labels(),
                        t.createdAt(),
                        t.containers(),
                        t.app(),
                        t.startedAt(),
                        t.terminatedAt(),
                        t.exitCode(),
                        t.signal(),
                        t.reason(),
                        t.events()));
    }

    static Termination with(Termination ended, UnaryOperator<Termination> change) {
        return change.apply(ended);
    }
}
