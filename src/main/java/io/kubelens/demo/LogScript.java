package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container of the demo says: entries of one or more lines, with numbers and names filled in. */
final class LogScript {
    private static final Pattern BLANK = Pattern.compile("\\$\\{(\\w+)}");
    private static final String[] USERS = {"ada", "grace", "linus", "margaret", "-"};
    private static final String[] PATHS = {"/", "/products", "/products/42", "/cart", "/assets/app.js", "/checkout"};
    private static final String LONG = "0123456789abcdef".repeat(750);
    private final List<String> entries = new ArrayList<>();

    LogScript(String name) {
        for (JsonNode entry : Json.documents("/demo/logs/" + name + ".yaml")) {
            entries.add(entry.asText());
        }
    }

    /** The lines of one entry, chosen by {@code random}. */
    List<String> next(Random random, Instant now) {
        String entry = entries.get(random.nextInt(entries.size()));
        String text =
                BLANK.matcher(entry).replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), random, now)));
        return text.lines().toList();
    }

    private static String value(String blank, Random random, Instant now) {
        return switch (blank) {
            case "ip" -> "10.1." + random.nextInt(256) + "." + (1 + random.nextInt(254));
            case "ms" -> Integer.toString(1 + random.nextInt(400));
            case "n" -> Integer.toString(1 + random.nextInt(9999));
            case "id" -> Long.toHexString(random.nextLong() >>> 1);
            case "user" -> USERS[random.nextInt(USERS.length)];
            case "path" -> PATHS[random.nextInt(PATHS.length)];
            case "time" -> now.truncatedTo(ChronoUnit.MILLIS).toString();
            case "long" -> LONG;
            default -> throw new IllegalArgumentException("no such blank: " + blank);
        };
    }
}
