package io.kubelens.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.kubelens.config.Config;
import java.util.List;

/** What a browser needs to log in; nothing in it is secret. */
public final class AuthConfig {
    private final View view;

    public AuthConfig(Config.Auth auth) {
        this.view = new View(
                auth.keycloakUrl(), auth.realm(), auth.clientId(), auth.allowedGroups(), auth.allowedSecretsGroups());
    }

    public View view() {
        return view;
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
