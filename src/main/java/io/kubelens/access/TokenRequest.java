package io.kubelens.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kubelens.request.BadRequest;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a browser brings back from its login. All of it together is worth a token, so none of it is printed.
 *
 * @param codeVerifier of PKCE (RFC 7636); empty when the client uses none
 */
record TokenRequest(
        String code,
        @JsonProperty("redirect_uri") String redirectUri,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("code_verifier") String codeVerifier) {
    private static final int MAX_BYTES = 16 * 1024;
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    TokenRequest {
        if (code.isBlank() || redirectUri.isBlank()) {
            throw new BadRequest("code and redirect_uri are required");
        }
        if (!codeVerifier.isEmpty() && !VERIFIER.matcher(codeVerifier).matches()) {
            throw new BadRequest(
                    "code_verifier must be 43 to 128 characters of A-Z, a-z, 0-9, -, ., _ and ~ (RFC 7636)");
        }
    }

    /**
     * Reads a body of at most 16 KiB; members that nobody knows are ignored.
     *
     * @throws BadRequest if it is no JSON object, or one without what is needed
     */
    static TokenRequest parse(byte @Nullable [] body) {
        JsonNode tree = tree(body);
        return new TokenRequest(text(tree, "code"), text(tree, "redirect_uri"), text(tree, "code_verifier"));
    }

    private static JsonNode tree(byte @Nullable [] body) {
        if (body == null || body.length > MAX_BYTES) {
            throw invalid();
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            // Said below, without the parser's excerpt: it holds the code.
        }
        throw invalid();
    }

    private static String text(JsonNode tree, String key) {
        JsonNode value = tree.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        throw invalid();
    }

    private static BadRequest invalid() {
        return new BadRequest("invalid token request payload");
    }

    @Override
    public String toString() {
        return "***";
    }
}
