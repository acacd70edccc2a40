package io.kubelens.access;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kubelens.config.Config;
import io.kubelens.config.Secret;
import io.kubelens.request.BadRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authorization code grant at Keycloak's token endpoint (RFC 6749, 4.1.3): for a confidential client with its
 * secret, for a public one without. Redirects are not followed, and nothing is sent twice: a code is good once.
 */
final class CodeGrant implements AutoCloseable {
    static final String REFUSED =
            "code is not valid: it was used, has expired, or belongs to another redirect_uri or" + " code_verifier";

    private static final Logger LOG = LoggerFactory.getLogger(CodeGrant.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 256 * 1024;
    private static final int SHOWN = 200;

    private final URI endpoint;
    private final String clientId;
    private final Secret clientSecret;
    private final Duration timeout;
    private final HttpClient client;
    private volatile boolean failing;

    /** With a bound on the whole exchange. */
    CodeGrant(Config.Auth auth, Duration timeout) {
        endpoint = URI.create(Realm.issuer(auth) + "/protocol/openid-connect/token");
        clientId = auth.clientId();
        clientSecret = auth.clientSecret();
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    /**
     * The token that the code is worth.
     *
     * @throws BadRequest if Keycloak does not take the code
     * @throws TokenExchangeFailed if Keycloak does not answer, or answers anything else
     */
    AccessToken redeem(TokenRequest request) {
        HttpResponse<String> answer;
        try {
            answer = send(request);
        } catch (IOException e) {
            throw failed(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenExchangeFailed("interrupted");
        }
        return answer.statusCode() == 200 ? token(object(answer)) : refused(answer.statusCode(), object(answer));
    }

    private HttpResponse<String> send(TokenRequest request) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(endpoint)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString(form(request)))
                .build();
        long started = System.nanoTime();
        return client.send(post, head -> new BoundedBody(MAX_BYTES, timeout.minusNanos(System.nanoTime() - started)));
    }

    private String form(TokenRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("client_id", clientId);
        if (clientSecret.isPresent()) {
            fields.put("client_secret", clientSecret.reveal());
        }
        fields.put("code", request.code());
        fields.put("redirect_uri", request.redirectUri());
        if (!request.codeVerifier().isEmpty()) {
            fields.put("code_verifier", request.codeVerifier());
        }
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static JsonNode object(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private AccessToken token(JsonNode answer) {
        String token = answer.path("access_token").asText();
        if (token.isEmpty()) {
            throw failed("the answer holds no access_token");
        }
        failing = false;
        JsonNode seconds = answer.path("expires_in");
        return new AccessToken(
                token,
                answer.path("token_type").asText("Bearer"),
                seconds.isIntegralNumber() ? seconds.longValue() : null);
    }

    private AccessToken refused(int status, JsonNode answer) {
        String error = answer.path("error").asText();
        String reason = status + " " + shown(error) + " "
                + shown(answer.path("error_description").asText());
        if (error.equals("invalid_grant")) {
            failing = false;
            LOG.debug("a login was refused: {}", reason);
            throw new BadRequest(REFUSED);
        }
        boolean ours = error.equals("invalid_client") || error.equals("unauthorized_client");
        throw failed(reason + (ours ? "; check auth.client_id and auth.client_secret" : ""));
    }

    /** Once per outage: everybody may cause this. */
    private TokenExchangeFailed failed(String reason) {
        if (failing) {
            LOG.debug("logins still fail: {}: {}", endpoint, reason);
        } else {
            LOG.warn("logins fail: {}: {}", endpoint, reason);
        }
        failing = true;
        return new TokenExchangeFailed("token exchange failed");
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
