package io.kubelens.kube;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields of an object of which no shape is known, by paths such as {@code spec.selector}. */
final class Fields {
    private Fields() {}

    static Optional<Object> at(@Nullable Object object, String path) {
        Object value = object;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return Optional.ofNullable(value);
    }

    /** A new tree that holds these paths and nothing else. */
    static Map<String, Object> only(@Nullable Map<String, Object> object, List<String> paths) {
        Map<String, Object> kept = new HashMap<>();
        for (String path : paths) {
            at(object, path).ifPresent(value -> put(kept, path, value));
        }
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
        } else {
            Object below = tree.computeIfAbsent(path.substring(0, dot), name -> new HashMap<String, Object>());
            if (below instanceof Map) {
                put((Map<String, Object>) below, path.substring(dot + 1), value);
            }
        }
    }

    /** A map of texts, empty for null; nothing when it is something else. */
    static Optional<Map<String, String>> texts(@Nullable Object value) {
        if (value == null) {
            return Optional.of(Map.of());
        }
        boolean texts = value instanceof Map<?, ?> map
                && map.entrySet().stream()
                        .allMatch(each -> each.getKey() instanceof String && each.getValue() instanceof String);
        if (!texts) {
            return Optional.empty();
        }
        Map<String, String> copy = new HashMap<>();
        ((Map<?, ?>) value).forEach((key, text) -> copy.put((String) key, (String) text));
        return Optional.of(copy);
    }
}
