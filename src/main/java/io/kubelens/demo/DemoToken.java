package io.kubelens.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Gets an access token as a user, with the password grant. */
public final class DemoToken {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private DemoToken() {}

    /**
     * The user's access token.
     *
     * @param issuer for example {@code http://localhost:8180/realms/kubelens}
     * @throws IOException when the issuer does not answer, or refuses; the message says which
     */
    public static String fetch(URI issuer, String user, String password) throws IOException {
        String form = Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        DemoIssuer.CLIENT,
                        "username",
                        user,
                        "password",
                        password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return accessToken(issuer, send(issuer, request));
    }

    private static HttpResponse<String> send(URI issuer, HttpRequest request) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + issuer, e);
        } catch (IOException e) {
            throw new IOException("no answer from " + issuer + ": is it running?", e);
        }
    }

    private static String accessToken(URI issuer, HttpResponse<String> response) throws IOException {
        try {
            JsonObject body = new JsonObject(response.body());
            String token = body.getString("access_token");
            if (response.statusCode() == 200 && token != null) {
                return token;
            }
            throw new IOException(issuer + " refuses: " + body.getString("error_description", body.getString("error")));
        } catch (DecodeException e) {
            throw new IOException(issuer + " answered " + response.statusCode() + ", and no JSON", e);
        }
    }
}
