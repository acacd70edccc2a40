package io.kubelens.access;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token of an {@code Authorization: Bearer} header (RFC 6750, section 2.1). */
final class Bearer {
    private static final String SCHEME = "Bearer";
    private static final int MAX_LENGTH = 16 * 1024;
    /** Base64url and dots, so neither a second token nor padding. */
    private static final Pattern JWS = Pattern.compile("[-_.A-Za-z0-9]+");

    private Bearer() {}

    /** Throws {@link MissingToken} when there is none, {@link InvalidToken} when it cannot be one. */
    static String token(@Nullable String header) {
        String value = header == null ? "" : header.strip();
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new MissingToken("missing token");
        }
        String rest = value.substring(SCHEME.length());
        if (rest.isBlank() || rest.charAt(0) != ' ') {
            throw new MissingToken("missing token");
        }
        if (rest.length() > MAX_LENGTH) {
            throw new InvalidToken("longer than " + MAX_LENGTH + " characters");
        }
        String token = rest.strip();
        if (!JWS.matcher(token).matches()) {
            throw new InvalidToken("not exactly one token");
        }
        return token;
    }
}
