package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where variables come from. Members that are empty or false are left out.
 *
 * @param kind {@code Secret}, {@code ConfigMap}, {@code Field} or {@code Resource}
 * @param name of the Secret or ConfigMap, or of the container whose resources are meant
 * @param key in the Secret or ConfigMap, or the path of the field or resource
 * @param prefix what is put before each key
 * @param optional whether the container starts without it
 * @param problem why there is no value: {@code absent}, {@code forbidden} or {@code unread}
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record SourceJson(String kind, String name, String key, String prefix, boolean optional, String problem) {
    static SourceJson key(Source source, String name, String key, boolean optional, String problem) {
        return new SourceJson(source.kind(), name, key, "", optional, problem);
    }

    static SourceJson all(Source source, String name, String prefix, boolean optional, String problem) {
        return new SourceJson(source.kind(), name, "", prefix, optional, problem);
    }

    static SourceJson field(String path) {
        return new SourceJson("Field", "", path, "", false, "");
    }

    static SourceJson resource(String container, String path) {
        return new SourceJson("Resource", container, path, "", false, "");
    }

    boolean isSecret() {
        return kind.equals(Source.SECRET.kind());
    }
}
