package io.kubelens.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.openapi.OpenApi;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The bean that answers with the description of the routes that serve now, made once for each generation of them. */
public final class ApiDescription {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final CurrentRoutes routes;

    public ApiDescription(CurrentRoutes routes) {
        this.routes = routes;
    }

    /** OpenAPI 3.1. */
    public Map<String, Object> document() {
        return routes.get().description();
    }

    static Map<String, Object> of(List<RouteFile> files, Map<String, Object> beans) {
        String version = ApiDescription.class.getPackage().getImplementationVersion();
        return MAPPER.convertValue(
                OpenApi.document(Endpoints.of(files, beans), Objects.requireNonNullElse(version, "0")),
                new TypeReference<>() {});
    }
}
