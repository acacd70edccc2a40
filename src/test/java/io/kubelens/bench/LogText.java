package io.kubelens.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Lines as services write them: requests with ids and addresses, JSON, and now and then a stack trace. */
final class LogText {
    private static final String[] PATHS = {"/api/v1/orders", "/api/v1/items", "/healthz", "/login", "/static/app.js"};
    private static final String[] LEVELS = {"INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR"};

    private final Random random;
    private Instant time = Instant.parse("2026-11-21T09:00:00.000000001Z");
    private int trace;

    LogText(Random random) {
        this.random = random;
    }

    /** With time and line feed, as the kubelet sends it. */
    byte[] next() {
        time = time.plusNanos(1 + random.nextInt(20_000_000));
        return (nanoseconds() + " " + message() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String nanoseconds() {
        return time.toString().substring(0, 19) + "."
                + String.format(Locale.ROOT, "%09d", time.get(ChronoField.NANO_OF_SECOND)) + "Z";
    }

    private String message() {
        if (trace > 0) {
            trace--;
            return "\tat com.example.shop.orders.OrderService.step" + random.nextInt(12) + "(OrderService.java:"
                    + random.nextInt(400) + ")";
        }
        int kind = random.nextInt(100);
        if (kind == 0) {
            trace = 15;
            return "ERROR java.lang.IllegalStateException: order " + uuid() + " is not open";
        }
        return kind < 50 ? request() : json();
    }

    private String request() {
        return "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + " - - \"GET "
                + PATHS[random.nextInt(PATHS.length)] + "/" + random.nextInt(1_000_000) + " HTTP/1.1\" "
                + (random.nextInt(20) == 0 ? 500 : 200) + " " + random.nextInt(100_000) + " \"-\" \"Mozilla/5.0\" "
                + random.nextInt(2_000) + "ms";
    }

    private String json() {
        return "{\"level\":\"" + LEVELS[random.nextInt(LEVELS.length)] + "\",\"logger\":\"com.example.shop.orders\","
                + "\"traceId\":\"" + uuid() + "\",\"message\":\"order updated\",\"durationMs\":" + random.nextInt(5_000)
                + "}";
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
