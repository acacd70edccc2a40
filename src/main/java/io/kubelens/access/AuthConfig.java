package io.kubelens.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kubelens.config.Config;
import java.util.List;
import java.util.function.Supplier;

/** What a browser needs to log in; nothing in it is secret. */
public final class AuthConfig {
    private final Supplier<Config.Auth> config;

    /** {@code config} is asked for every answer, so that it may change. */
    public AuthConfig(Supplier<Config.Auth> config) {
        this.config = config;
    }

    public View view() {
        Config.Auth auth = config.get();
        return new View(
                auth.keycloakUrl(), auth.realm(), auth.clientId(), auth.allowedGroups(), auth.allowedSecretsGroups());
    }

    /** {@code GET /api/v1/auth/config}. */
    public record View(
            @JsonProperty("keycloak_url") String keycloakUrl,
            String realm,
            @JsonProperty("client_id") String clientId,
            @JsonProperty("allowed_groups") List<String> allowedGroups,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("allowed_secrets_groups")
                    List<String> allowedSecretsGroups) {}
}
