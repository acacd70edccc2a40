package io.kubelens.access;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.kubelens.config.Config;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A Keycloak realm over HTTP: OpenID Connect Discovery 1.0, then the JWK set it names. Redirects are not followed. */
final class Realm implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;
    private final String expectedIssuer;
    private final URI discovery;
    private final Duration timeout;
    private final HttpClient client;

    /** With a bound on the time to an answer's head, and on the time from there to its last byte. */
    Realm(Config.Auth auth, Duration timeout) {
        expectedIssuer = issuer(auth);
        discovery = URI.create(expectedIssuer + "/.well-known/openid-configuration");
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /** Where the configuration has the realm; a slash at the end of Keycloak's URL counts for nothing. */
    static String issuer(Config.Auth auth) {
        return auth.keycloakUrl().replaceAll("/+$", "") + "/realms/" + auth.realm();
    }

    /** The issuer that the configuration leads one to expect; what counts is the one the realm names. */
    String expectedIssuer() {
        return expectedIssuer;
    }

    RealmKeys read() throws IOException, InterruptedException {
        Map<String, Object> document = object(get(discovery));
        URI jwks = URI.create(text(document, "jwks_uri"));
        refuseDowngrade(discovery, jwks);
        return RealmKeys.parse(text(document, "issuer"), get(jwks));
    }

    static void refuseDowngrade(URI discovery, URI jwks) throws IOException {
        if ("https".equals(discovery.getScheme()) && !"https".equals(jwks.getScheme())) {
            throw new IOException("jwks_uri is not https, as auth.keycloak_url is");
        }
    }

    private static Map<String, Object> object(String json) throws IOException {
        try {
            return JSONObjectUtils.parse(json);
        } catch (ParseException e) {
            throw new IOException("the discovery document is not a JSON object", e);
        }
    }

    private static String text(Map<String, Object> document, String key) throws IOException {
        if (document.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IOException("the discovery document has no " + key);
    }

    /** Not sendAsync: it ends on the common pool, where anybody's blocked task would hold our keys up. */
    private String get(URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json")
                .timeout(timeout)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, head -> new BoundedBody(MAX_BYTES, timeout));
            if (answer.statusCode() == 200) {
                return answer.body();
            }
            throw new IOException("status " + answer.statusCode());
        } catch (IOException e) {
            throw new IOException(uri + ": " + Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
