package io.kubelens.store;

import io.kubelens.config.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL or Redis URL, taken apart so that its password travels alone.
 *
 * @param hosts {@code host:port}, several with commas
 * @param user empty without one
 * @param path after the first slash: the database
 * @param query without the question mark, and without a user and password
 */
record DatabaseUrl(String scheme, String hosts, String user, Secret password, String path, String query) {
    private static final String HOST = "(?:[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
    private static final Pattern URL =
            Pattern.compile("([a-z0-9]+)://(?:([^/?]*)@)?(" + HOST + "(?:," + HOST + ")*)(?:/([^?]*))?(?:\\?(.*))?");

    /** The text is not in the exception: it may hold a password. */
    static DatabaseUrl of(Secret url, String key) {
        Matcher parts = URL.matcher(url.reveal().strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    key + " cannot be taken apart; write scheme://user:password@host:port/database, / and ? in a"
                            + " password as %2F and %3F");
        }
        String login = text(parts.group(2));
        String query = text(parts.group(5));
        int colon = login.indexOf(':');
        String user = colon < 0 ? login : login.substring(0, colon);
        String password = colon < 0 ? parameter(query, "password") : login.substring(colon + 1);
        return new DatabaseUrl(
                parts.group(1),
                parts.group(3),
                decoded(user.isEmpty() ? parameter(query, "user") : user),
                new Secret(decoded(password)),
                decoded(text(parts.group(4))),
                without(query, "user", "password"));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String parameter(String query, String name) {
        return Arrays.stream(query.split("&", -1))
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private static String without(String query, String... names) {
        return Arrays.stream(query.split("&", -1))
                .filter(each -> Arrays.stream(names).noneMatch(name -> each.startsWith(name + "=")))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
