package io.kubelens.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The grants of the token endpoint: password and authorization code, for the public client. */
final class TokenEndpoint {
    private final String issuer;
    private final TokenMint mint;
    private final LoginCodes codes;

    TokenEndpoint(String issuer, TokenMint mint, LoginCodes codes) {
        this.issuer = issuer;
        this.mint = mint;
        this.codes = codes;
    }

    JsonObject grant(MultiMap form) {
        if (!DemoIssuer.CLIENT.equals(form.get("client_id"))) {
            throw new OAuthError(401, "invalid_client", "Invalid client or Invalid client credentials");
        }
        return switch (required(form, "grant_type")) {
            case "password" -> byPassword(form);
            case "authorization_code" -> byCode(form);
            default -> throw new OAuthError(400, "unsupported_grant_type", "Unsupported grant_type");
        };
    }

    private JsonObject byPassword(MultiMap form) {
        DemoUser user = DemoUser.named(required(form, "username"))
                .filter(known -> known.hasPassword(form.get("password")))
                .orElseThrow(() -> new OAuthError(401, "invalid_grant", "Invalid user credentials"));
        String scope = form.contains("scope") ? form.get("scope") : "profile email groups";
        return answer(user, scope, null);
    }

    private JsonObject byCode(MultiMap form) {
        LoginCodes.Login login =
                codes.redeem(required(form, "code"), required(form, "redirect_uri"), form.get("code_verifier"));
        return answer(login.user(), login.scope(), login.nonce());
    }

    private JsonObject answer(DemoUser user, String scope, @Nullable String nonce) {
        JsonObject answer = new JsonObject()
                .put("access_token", mint.accessToken(issuer, user, scope, Map.of()))
                .put("expires_in", mint.lifetime().toSeconds())
                .put("refresh_expires_in", 0)
                .put("token_type", "Bearer")
                .put("not-before-policy", 0)
                .put("session_state", UUID.randomUUID().toString())
                .put("scope", scope);
        if (Arrays.asList(scope.split(" ", -1)).contains("openid")) {
            answer.put("id_token", mint.idToken(issuer, user, nonce));
        }
        return answer;
    }

    private static String required(MultiMap form, String name) {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw new OAuthError(400, "invalid_request", "Missing form parameter: " + name);
        }
        return value;
    }
}
