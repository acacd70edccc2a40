package io.kubelens.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Keycloak-shaped issuer on 127.0.0.1: realm {@code kubelens}, public client {@code kubelens}, three users whose
 * password is their name. Starting, stopping and coming back block, so never on an event loop.
 */
public final class DemoIssuer implements AutoCloseable {
    public static final String REALM = "kubelens";
    public static final String CLIENT = "kubelens";
    private static final String REALM_PATH = "/realms/" + REALM;
    private static final String PROTOCOL = REALM_PATH + "/protocol/openid-connect";
    private static final Pattern LOCAL_ORIGIN = Pattern.compile("http://(localhost|127\\.0\\.0\\.1)(:\\d{1,5})?");

    private final LoopbackServer server;
    private final TokenMint mint;
    private final LoginCodes codes;
    private final LoginPage login;
    private final TokenEndpoint tokens;
    private final AtomicInteger keyReads = new AtomicInteger();

    private DemoIssuer(Vertx vertx, int port, Duration lifetime, Clock clock) {
        this.mint = new TokenMint(clock, lifetime);
        this.codes = new LoginCodes(clock);
        this.login = new LoginPage(codes);
        this.server = LoopbackServer.start(vertx, port, this::serve);
        this.tokens = new TokenEndpoint(issuer(), mint, codes);
    }

    /** Starts on {@code port}, 0 for any; tokens live for 300 seconds, as Keycloak's do. */
    public static DemoIssuer start(Vertx vertx, int port) {
        return start(vertx, port, Duration.ofMinutes(5), Clock.systemUTC());
    }

    public static DemoIssuer start(Vertx vertx, int port, Duration tokenLifetime, Clock clock) {
        return new DemoIssuer(vertx, port, tokenLifetime, clock);
    }

    /** What {@code auth.keycloak_url} is set to. */
    public URI url() {
        return URI.create("http://localhost:" + server.port());
    }

    /** The issuer as tokens name it. */
    public String issuer() {
        return url() + REALM_PATH;
    }

    /** A new signing key replaces the old one at once: tokens of the old one verify no more. */
    public void rotateKeys() {
        mint.rotate();
    }

    /**
     * An access token without asking for one.
     *
     * @param claimOverrides claims to set over the usual ones; a null value takes the claim away
     */
    public String token(String user, Map<String, ? extends @Nullable Object> claimOverrides) {
        return mint.accessToken(issuer(), known(user), "profile email groups", claimOverrides);
    }

    private static DemoUser known(String user) {
        return DemoUser.named(user).orElseThrow(() -> new IllegalArgumentException("no such demo user: " + user));
    }

    public String token(String user) {
        return token(user, Map.of());
    }

    /**
     * A login's code without the page: good once, for a minute.
     *
     * @param redirectUri where the login would have returned to
     * @param verifier of PKCE, or empty
     */
    public String code(String user, String redirectUri, String verifier) {
        String challenge = verifier.isEmpty() ? null : LoginCodes.challenge(verifier);
        return codes.issue(new LoginCodes.Login(known(user), redirectUri, "openid", null, challenge));
    }

    /** How often the signing keys were read. */
    public int keyReads() {
        return keyReads.get();
    }

    /** Refuses connections until {@link #up()}; the keys stay. */
    public void down() {
        server.down();
    }

    public void up() {
        server.up();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpServerRequest request) {
        allowLocalOrigin(request);
        try {
            route(request);
        } catch (OAuthError e) {
            refuse(request.response(), e);
        }
    }

    private void route(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.OPTIONS)) {
            request.response().setStatusCode(204).end();
            return;
        }
        switch (request.method() + " " + request.path()) {
            case "GET " + REALM_PATH + "/.well-known/openid-configuration" -> json(request.response(), discovery());
            case "GET " + PROTOCOL + "/certs" -> keys(request.response());
            case "GET " + PROTOCOL + "/auth" -> page(request);
            case "POST " + PROTOCOL + "/auth" -> chosen(request);
            case "POST " + PROTOCOL + "/token" -> token(request);
            case "GET " + PROTOCOL + "/logout" -> request.response().end("logged out");
            default -> throw new OAuthError(404, "not_found", "Unable to find matching target resource method");
        }
    }

    private void keys(HttpServerResponse response) {
        keyReads.incrementAndGet();
        json(response, new JsonObject(mint.publicKeys()));
    }

    private void page(HttpServerRequest request) {
        html(request.response()).end(login.html(request.params(), request.query()));
    }

    private void chosen(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(end -> answer(request, () -> request.response()
                .setStatusCode(302)
                .putHeader("Location", login.redirect(request.params(), request.getFormAttribute("username")))
                .end()));
    }

    private void token(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.endHandler(
                end -> answer(request, () -> json(request.response(), tokens.grant(request.formAttributes()))));
    }

    private static void answer(HttpServerRequest request, Runnable step) {
        try {
            step.run();
        } catch (OAuthError e) {
            refuse(request.response(), e);
        }
    }

    private JsonObject discovery() {
        String base = url() + PROTOCOL;
        return new JsonObject()
                .put("issuer", issuer())
                .put("authorization_endpoint", base + "/auth")
                .put("token_endpoint", base + "/token")
                .put("end_session_endpoint", base + "/logout")
                .put("jwks_uri", base + "/certs")
                .put("grant_types_supported", JsonArray.of("authorization_code", "password"))
                .put("response_types_supported", JsonArray.of("code"))
                .put("subject_types_supported", JsonArray.of("public"))
                .put("id_token_signing_alg_values_supported", JsonArray.of("RS256"))
                .put("code_challenge_methods_supported", JsonArray.of("S256"))
                .put("token_endpoint_auth_methods_supported", JsonArray.of("none"))
                .put("scopes_supported", JsonArray.of("openid", "profile", "email", "groups"));
    }

    private static void allowLocalOrigin(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin != null && LOCAL_ORIGIN.matcher(origin).matches()) {
            request.response()
                    .putHeader("Access-Control-Allow-Origin", origin)
                    .putHeader("Access-Control-Allow-Methods", "GET, POST")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type")
                    .putHeader("Vary", "Origin");
        }
    }

    private static HttpServerResponse html(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }

    private static void json(HttpServerResponse response, JsonObject body) {
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toBuffer());
    }

    private static void refuse(HttpServerResponse response, OAuthError error) {
        response.setStatusCode(error.status);
        json(response, new JsonObject().put("error", error.code).put("error_description", error.description()));
    }
}
