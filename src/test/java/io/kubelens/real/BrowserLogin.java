package io.kubelens.real;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without a session that is sent to Keycloak's login page, fills it in and is sent back with a code.
 *
 * @param verifier of PKCE, whose S256 challenge goes to Keycloak; empty for none
 */
record BrowserLogin(Keycloak keycloak, String client, String redirectUri, String verifier) {
    private static final Pattern ACTION = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&#]+)");

    /** The code of a fresh login of a user, whose password is the name. */
    String code(String user) {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(page()).build(), BodyHandlers.ofString());
            URI action = URI.create(found(ACTION, page.body()).replace("&amp;", "&"));
            HttpRequest filled = HttpRequest.newBuilder(action)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Cookie", cookies(page))
                    .POST(BodyPublishers.ofString(form(Map.of("username", user, "password", user))))
                    .build();
            HttpResponse<String> back = browser.send(filled, BodyHandlers.ofString());
            return found(CODE, back.headers().firstValue("Location").orElse("no redirect: " + back.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** On the loopback browsers also send cookies that are for HTTPS only; Java's own cookie store does not. */
    private static String cookies(HttpResponse<?> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private URI page() {
        String query = form(Map.of(
                "response_type", "code",
                "client_id", client,
                "redirect_uri", redirectUri,
                "scope", "openid profile email",
                "state", "some-state"));
        String pkce = verifier.isEmpty() ? "" : "&code_challenge_method=S256&code_challenge=" + challenge();
        return URI.create(keycloak.issuer() + "/protocol/openid-connect/auth?" + query + pkce);
    }

    private String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
