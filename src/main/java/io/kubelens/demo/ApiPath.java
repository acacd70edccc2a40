package io.kubelens.demo;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a path under {@code /api/v1} or {@code /apis/group/version} asks for; null where it does not say. */
record ApiPath(ResourceKind kind, @Nullable String namespace, @Nullable String name, @Nullable String part) {

    /** Null when the path names no resource. */
    static @Nullable ApiPath parse(String path) {
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        if (segments.size() > 2 && segments.get(0).equals("api")) {
            return parse(segments.get(1), segments.subList(2, segments.size()));
        }
        if (segments.size() > 3 && segments.get(0).equals("apis")) {
            return parse(segments.get(1) + "/" + segments.get(2), segments.subList(3, segments.size()));
        }
        return null;
    }

    private static @Nullable ApiPath parse(String apiVersion, List<String> rest) {
        boolean inside = rest.size() > 2 && rest.get(0).equals("namespaces");
        String namespace = inside ? rest.get(1) : null;
        List<String> tail = inside ? rest.subList(2, rest.size()) : rest;
        ResourceKind kind = ResourceKind.served(apiVersion, tail.get(0)).orElse(null);
        boolean tooLong = tail.size() > 3;
        if (kind == null || tooLong || (inside && !kind.namespaced())) {
            return null;
        }
        if (!inside && kind.namespaced() && tail.size() > 1) {
            return null;
        }
        return new ApiPath(kind, namespace, tail.size() > 1 ? tail.get(1) : null, tail.size() > 2 ? tail.get(2) : null);
    }
}
