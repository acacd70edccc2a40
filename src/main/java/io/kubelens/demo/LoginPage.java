package io.kubelens.demo;

import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page where a user is chosen, and the way back from it. */
final class LoginPage {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");
    private final LoginCodes codes;

    LoginPage(LoginCodes codes) {
        this.codes = codes;
    }

    /** The page for a request to log in; {@code query} comes back with the choice. */
    String html(MultiMap parameters, @Nullable String query) {
        check(parameters);
        String action = escape("?" + (query == null ? "" : query));
        String buttons = DemoUser.ALL.stream()
                .map(user -> "<button name=\"username\" value=\"" + user.name() + "\">" + user.name() + "<small>"
                        + String.join(", ", user.groups()) + "</small></button>")
                .collect(Collectors.joining("\n"));
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>KubeLens demo login</title>
                <style>
                body{font:16px system-ui;display:grid;place-items:center;min-height:90vh;background:#f4f5f7}
                form{display:grid;gap:.6rem;min-width:20rem}
                button{font:inherit;padding:.8rem;text-align:left;cursor:pointer}
                small{display:block;color:#667}
                </style></head>
                <body><form method="post" action="%s"><h1>Log in as</h1>
                %s
                </form></body></html>
                """
                .formatted(action, buttons);
    }

    /** Where the browser goes when {@code name} was chosen: back to the client, with a code. */
    String redirect(MultiMap parameters, @Nullable String name) {
        check(parameters);
        DemoUser user = DemoUser.named(name == null ? "" : name)
                .orElseThrow(() -> new OAuthError(400, "invalid_request", "Unknown user"));
        String redirectUri = parameters.get("redirect_uri");
        String scope = parameters.contains("scope") ? parameters.get("scope") : "openid";
        String code = codes.issue(new LoginCodes.Login(
                user, redirectUri, scope, parameters.get("nonce"), parameters.get("code_challenge")));
        String state = parameters.get("state");
        return redirectUri + (redirectUri.contains("?") ? "&" : "?") + "code=" + encode(code)
                + (state == null ? "" : "&state=" + encode(state));
    }

    private static void check(MultiMap parameters) {
        if (!isLoopback(parameters.get("redirect_uri"))) {
            throw new OAuthError(400, "invalid_request", "Invalid parameter: redirect_uri");
        }
        if (!DemoIssuer.CLIENT.equals(parameters.get("client_id"))) {
            throw new OAuthError(400, "invalid_client", "Client not found");
        }
        if (!"code".equals(parameters.get("response_type"))) {
            throw new OAuthError(400, "unsupported_response_type", "Only response_type=code is supported");
        }
        boolean pkce = parameters.contains("code_challenge") || parameters.contains("code_challenge_method");
        if (pkce && !"S256".equals(parameters.get("code_challenge_method"))) {
            throw new OAuthError(400, "invalid_request", "Invalid parameter: code_challenge_method");
        }
        if (pkce && !parameters.contains("code_challenge")) {
            throw new OAuthError(400, "invalid_request", "Missing parameter: code_challenge");
        }
    }

    private static boolean isLoopback(@Nullable String redirectUri) {
        if (redirectUri == null) {
            return false;
        }
        try {
            URI uri = new URI(redirectUri);
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && LOOPBACK.contains(uri.getHost())
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
