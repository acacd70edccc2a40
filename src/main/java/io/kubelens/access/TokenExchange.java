package io.kubelens.access;

import io.kubelens.config.Config;
import io.kubelens.request.BadRequest;
import io.kubelens.request.Takes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the code of a browser's login into its access token. Anybody may call this, so everything has a bound: the
 * body, the exchanges that Keycloak sees at once, and what is remembered.
 */
public final class TokenExchange implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int AT_ONCE = 32;

    private final Supplier<Config.Auth> config;
    private final CodeGrant grant;
    private final CodeFlights flights;
    private final Semaphore turns;
    private final Duration patience;

    /**
     * {@code config} is asked for where a login may return to, and else once.
     *
     * @param nanoTime as {@link System#nanoTime}
     */
    public TokenExchange(Supplier<Config.Auth> config, LongSupplier nanoTime) {
        this(config, nanoTime, TIMEOUT, AT_ONCE, PATIENCE);
    }

    TokenExchange(
            Supplier<Config.Auth> config, LongSupplier nanoTime, Duration timeout, int atOnce, Duration patience) {
        this.config = config;
        this.grant = new CodeGrant(config.get(), timeout);
        this.flights = new CodeFlights(nanoTime);
        this.turns = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /**
     * Exchanges {@code {"code", "redirect_uri", "code_verifier"}}, the last of which may be absent. It blocks for 13 s at
     * most.
     *
     * @throws BadRequest if the body is not that, its redirect_uri is not in {@code auth.redirect_uris} where these are
     *     set, or Keycloak does not take the code; answered 400
     * @throws TokenExchangeFailed if Keycloak does not answer, or refuses us; answered 502
     * @throws TooManyLogins if 32 exchanges are under way and none ends within 3 s; answered 429
     */
    @Takes(TokenRequest.class)
    public AccessToken exchange(byte @Nullable [] body) {
        TokenRequest request = TokenRequest.parse(body);
        List<String> redirectUris = config.get().redirectUris();
        if (!redirectUris.isEmpty() && !redirectUris.contains(request.redirectUri())) {
            throw new BadRequest("redirect_uri is not allowed");
        }
        return flights.share(request, () -> redeemInTurn(request));
    }

    private AccessToken redeemInTurn(TokenRequest request) {
        awaitTurn();
        try {
            return grant.redeem(request);
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TooManyLogins("too many logins at once; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenExchangeFailed("interrupted");
        }
    }

    @Override
    public void close() {
        grant.close();
    }
}
