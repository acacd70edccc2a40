package io.kubelens.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authorization codes: each good once, for a minute, for the redirect address and the PKCE verifier it was made for. */
final class LoginCodes {
    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private final Map<String, Login> logins = new ConcurrentHashMap<>();
    private final Clock clock;

    LoginCodes(Clock clock) {
        this.clock = clock;
    }

    /** A login that waits for its token; {@code challenge} is S256, null when the client uses no PKCE. */
    record Login(DemoUser user, String redirectUri, String scope, @Nullable String nonce, @Nullable String challenge) {}

    String issue(Login login) {
        String code = UUID.randomUUID() + "." + clock.instant().plus(LIFETIME).toEpochMilli();
        logins.put(code, login);
        logins.keySet().removeIf(this::isOver);
        return code;
    }

    /** Takes the login a code stands for; a code that is unknown, used, over or not the caller's is refused. */
    Login redeem(String code, String redirectUri, @Nullable String verifier) {
        Login login = logins.remove(code);
        if (login == null || isOver(code) || !login.redirectUri().equals(redirectUri)) {
            throw new OAuthError(400, "invalid_grant", "Code not valid");
        }
        if (login.challenge() != null && verifier == null) {
            throw new OAuthError(400, "invalid_grant", "PKCE code verifier not specified");
        }
        if (!Objects.equals(login.challenge(), verifier == null ? null : challenge(verifier))) {
            throw new OAuthError(400, "invalid_grant", "PKCE verification failed: Code mismatch");
        }
        return login;
    }

    /** The S256 challenge of a verifier (RFC 7636, 4.2). */
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isOver(String code) {
        long end = Long.parseLong(code.substring(code.indexOf('.') + 1));
        return !Instant.ofEpochMilli(end).isAfter(clock.instant());
    }
}
