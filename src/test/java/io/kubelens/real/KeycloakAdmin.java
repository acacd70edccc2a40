package io.kubelens.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the suite needs of Keycloak's token endpoint and admin API. */
record KeycloakAdmin(HttpClient http, String url) {
    /** The bootstrap administrator; the password is the same. */
    static final String NAME = "rig";

    private static final ObjectMapper JSON = new ObjectMapper();

    String token(String realm, String client, String user, String password) {
        String form = Map.of("grant_type", "password", "client_id", client, "username", user, "password", password)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return send(request).path("access_token").asText();
    }

    String rotateKeys(String realm) {
        String admin = url + "/admin/realms/" + realm;
        List<String> old = signingKeys(admin);
        call(
                "POST",
                admin + "/components",
                """
                {"name": "rotated", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "config": {"priority": ["%d"], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"]}}
                """
                        .formatted(1000 + old.size()));
        old.forEach(id -> call("DELETE", admin + "/components/" + id, ""));
        return call("GET", admin + "/keys", "").path("active").path("RS256").asText();
    }

    private List<String> signingKeys(String admin) {
        JsonNode providers = call("GET", admin + "/components?type=org.keycloak.keys.KeyProvider", "");
        List<String> ids = new ArrayList<>();
        for (JsonNode provider : providers) {
            if (provider.path("providerId").asText().equals("rsa-generated")) {
                ids.add(provider.path("id").asText());
            }
        }
        return ids;
    }

    private JsonNode call(String method, String address, String json) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token("master", "admin-cli", NAME, NAME))
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("Keycloak: " + response.statusCode() + " " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
