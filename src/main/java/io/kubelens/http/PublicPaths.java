package io.kubelens.http;

import java.util.Set;

/** The paths that answer without a token. Short, and in Java, so that no route file can add to it. */
final class PublicPaths {
    private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/api/v1/auth/config", "/api/v1/auth/token");

    private PublicPaths() {}

    static boolean contains(String path) {
        return PATHS.contains(path);
    }
}
