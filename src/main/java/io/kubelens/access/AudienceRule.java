package io.kubelens.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.kubelens.config.Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token must be meant for us: {@code aud} holds our client id. Keycloak writes it only where a mapper tells it to; {@code
 * auth.accept_azp} takes the client that the token was issued to instead.
 */
final class AudienceRule {
    private static final Logger LOG = LoggerFactory.getLogger(AudienceRule.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final String clientId;
    private final boolean acceptAzp;
    private final InstantSource clock;
    private final AtomicReference<Instant> nextWarning = new AtomicReference<>(Instant.MIN);

    AudienceRule(Config.Auth auth, InstantSource clock) {
        if (auth.clientId().isBlank()) {
            throw new IllegalArgumentException("auth.client_id is empty; without it any client's token would do");
        }
        this.clientId = auth.clientId();
        this.acceptAzp = auth.acceptAzp();
        this.clock = clock;
    }

    /** Refuses a token that is good in every other respect. */
    void check(JWTClaimsSet claims) {
        if (claims.getAudience().contains(clientId) || isAcceptedParty(claims.getClaim("azp"))) {
            return;
        }
        warn();
        throw new InvalidToken("audience does not contain " + clientId + "; add an audience mapper in Keycloak");
    }

    private boolean isAcceptedParty(@Nullable Object azp) {
        return acceptAzp && clientId.equals(azp);
    }

    private void warn() {
        Instant now = clock.instant();
        Instant next = nextWarning.get();
        if (!now.isBefore(next) && nextWarning.compareAndSet(next, now.plus(BETWEEN_WARNINGS))) {
            LOG.warn(
                    "a token was refused only because its audience does not contain '{}': add a mapper of type Audience"
                            + " with Included Client Audience '{}' to the client (or a client scope of it) in Keycloak, or"
                            + " set auth.accept_azp: true",
                    clientId,
                    clientId);
        }
    }
}
