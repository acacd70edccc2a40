package io.kubelens.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/auth/token}: what a browser needs of a login, and no more. It prints as {@code ***}.
 *
 * @param expiresIn seconds from when the realm issued it; null when the realm does not say
 */
public record AccessToken(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("expires_in") @Nullable Long expiresIn) {
    @Override
    public String toString() {
        return "***";
    }
}
