package io.kubelens.sessions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Caller;
import io.kubelens.request.Gives;
import io.kubelens.request.IfMatch;
import io.kubelens.request.Takes;
import io.kubelens.store.SessionDocument;
import io.kubelens.store.SessionWrite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Users' sessions, as the REST contract has them: one JSON object for each token subject, of which only {@code theme},
 * {@code version} and {@code updated_at} mean anything here. All else is kept as it came.
 */
public final class Sessions {
    private static final String EMPTY = "{\"version\":1}";
    private static final Set<String> THEMES = Set.of("", "light", "dark");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String issuer;
    private final int maxBytes;
    private final Clock clock;

    /**
     * For the users of one issuer.
     *
     * @param maxBytes of a document, as it comes and as it is kept
     */
    public Sessions(String issuer, int maxBytes, Clock clock) {
        this.issuer = issuer;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** The key of a user's session: 64 hex digits, the SHA-256 of issuer and subject. */
    public String key(Caller caller) {
        return hex(issuer + '\0' + caller.subject());
    }

    /** The session as it is answered; that of somebody who has none is empty. */
    @Gives(Session.class)
    public String json(@Nullable SessionDocument session) {
        return session == null ? EMPTY : session.json();
    }

    /** The header's value. */
    public String etag(@Nullable SessionDocument session) {
        return '"' + (session == null ? SessionWrite.NOTHING : session.etag()) + '"';
    }

    /**
     * What is to be kept.
     *
     * @param body of the request; null when there is none
     * @throws BadRequest if it is no JSON object, or its theme is none
     * @throws SessionTooLarge if it is above the limit
     */
    @Takes(Session.class)
    public SessionWrite write(byte @Nullable [] body, Caller caller, IfMatch ifMatch) {
        if (body == null || new String(body, StandardCharsets.UTF_8).isBlank()) {
            throw new BadRequest("empty payload");
        }
        if (body.length > maxBytes) {
            throw new SessionTooLarge("session payload too large");
        }
        ObjectNode session = object(body);
        checkTheme(session.get("theme"));
        Instant now = clock.instant();
        session.put("version", 1);
        session.put("updated_at", now.toString());
        String json = text(session);
        return new SessionWrite(
                key(caller), new SessionDocument(json, hex(json).substring(0, 32), now), ifMatch.etag());
    }

    /**
     * The empty answer to a session that was kept.
     *
     * @throws SessionChanged if it was not, because of {@code If-Match}
     */
    public @Nullable Void written(boolean kept) {
        if (!kept) {
            throw new SessionChanged("session has changed");
        }
        return null;
    }

    /** The empty answer to a session that is gone. */
    public @Nullable Void deleted() {
        return null;
    }

    private static ObjectNode object(byte[] body) {
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            throw new BadRequest("invalid json payload");
        }
        throw new BadRequest("invalid json payload");
    }

    private static void checkTheme(@Nullable JsonNode theme) {
        if (theme == null) {
            return;
        }
        if (!theme.isTextual()) {
            throw new BadRequest("theme must be a string");
        }
        if (!THEMES.contains(theme.asText())) {
            throw new BadRequest("theme must be light or dark");
        }
    }

    private String text(ObjectNode session) {
        try {
            String json = JSON.writeValueAsString(session);
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > maxBytes) {
                throw new SessionTooLarge("session payload too large");
            }
            // Half a surrogate pair, which \\u can write and UTF-8 cannot.
            if (!new String(bytes, StandardCharsets.UTF_8).equals(json)) {
                throw new BadRequest("invalid json payload");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new BadRequest("invalid json payload");
        }
    }

    private static String hex(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
