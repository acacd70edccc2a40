package io.kubelens.access;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a token. The name is taken literally; where the token has no such claim it is a path, for example
 * {@code realm_access.roles}. Whatever is not an array holds no groups, whatever in it is not a string is none.
 */
record GroupsClaim(String name) {

    Set<String> in(Map<String, Object> claims) {
        Object value = claims.containsKey(name) ? claims.get(name) : atPath(claims);
        if (!(value instanceof Collection<?> items)) {
            return Set.of();
        }
        return items.stream()
                .filter(String.class::isInstance)
                .map(item -> withoutSlash((String) item))
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Object atPath(Map<String, Object> claims) {
        Object value = claims;
        for (String step : name.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value;
    }

    /** Keycloak writes a group of the top level as {@code /group} when the mapper says full path. */
    private static String withoutSlash(String group) {
        return group.startsWith("/") ? group.substring(1) : group;
    }
}
