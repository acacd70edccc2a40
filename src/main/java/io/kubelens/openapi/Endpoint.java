package io.kubelens.openapi;

import io.kubelens.request.Parameter;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a route offers over HTTP.
 *
 * @param id of the route
 * @param open whether it answers without a token
 * @param path with {@code {ns}} and {@code {name}}
 * @param produces media types; empty for JSON
 * @param takes the JSON of the request's body; null when it takes none
 */
public record Endpoint(
        String id,
        String description,
        boolean open,
        String method,
        String path,
        List<String> produces,
        Set<Parameter> parameters,
        @Nullable Type takes,
        Outcome outcome) {
    public Endpoint {
        produces = List.copyOf(produces);
        parameters = Set.copyOf(parameters);
    }

    /**
     * What a good answer is.
     *
     * @param types of which one is the body; {@link Object} when nothing is known, {@link Void} for no body
     * @param kept whether callers may keep it and ask whether it has changed
     * @param conditional whether callers may say what they want to change
     */
    public record Outcome(int status, Set<Type> types, boolean kept, boolean conditional) {
        public Outcome {
            types = Set.copyOf(types);
        }
    }
}
