package io.kubelens.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks to learn what the cluster serves. */
final class Discovery {
    private Discovery() {}

    /** Null when the path is none of discovery's. */
    static @Nullable ObjectNode answer(String path) {
        return switch (path) {
            case "/version" -> version();
            case "/api" -> api();
            case "/apis" -> groups();
            default -> resources(path);
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0-demo")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode api() {
        ObjectNode api = Json.object().put("kind", "APIVersions");
        api.putArray("versions").add("v1");
        return api;
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        for (String apiVersion : apiVersions()) {
            if (apiVersion.contains("/")) {
                String[] parts = apiVersion.split("/", 2);
                ObjectNode version =
                        Json.object().put("groupVersion", apiVersion).put("version", parts[1]);
                ObjectNode group = groups.addObject().put("name", parts[0]);
                group.putArray("versions").add(version);
                group.set("preferredVersion", version);
            }
        }
        return list;
    }

    private static @Nullable ObjectNode resources(String path) {
        for (String apiVersion : apiVersions()) {
            if (path.equals((apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion)) {
                return resourcesOf(apiVersion);
            }
        }
        return null;
    }

    private static ObjectNode resourcesOf(String apiVersion) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", apiVersion);
        ArrayNode resources = list.putArray("resources");
        for (ResourceKind kind : ResourceKind.ALL) {
            if (kind.apiVersion().equals(apiVersion)) {
                add(resources, kind, kind.plural()).add("list").add("watch");
            }
            if (kind.apiVersion().equals(apiVersion) && kind.equals(ResourceKind.POD)) {
                add(resources, kind, "pods/log");
            }
        }
        return list;
    }

    private static ArrayNode add(ArrayNode resources, ResourceKind kind, String name) {
        return resources
                .addObject()
                .put("name", name)
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind())
                .putArray("verbs")
                .add("get");
    }

    private static List<String> apiVersions() {
        return ResourceKind.ALL.stream()
                .map(ResourceKind::apiVersion)
                .distinct()
                .toList();
    }
}
