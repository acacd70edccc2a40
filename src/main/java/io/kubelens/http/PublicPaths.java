package io.kubelens.http;

import java.util.Set;

/** The paths that answer without a token. Short, and in Java, so that no route file can add to it. */
final class PublicPaths {
    private static final Set<String> PROBES = Set.of("/healthz", "/readyz");
    private static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/api/v1/auth/config", "/api/v1/auth/token");

    private PublicPaths() {}

    static boolean contains(String path) {
        return PATHS.contains(path);
    }

    /** Whether it is what Kubernetes asks to know whether this process lives. */
    static boolean isProbe(String path) {
        return PROBES.contains(path);
    }
}
