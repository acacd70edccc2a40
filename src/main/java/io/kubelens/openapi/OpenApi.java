package io.kubelens.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the document: the same endpoints always give the same one, byte for byte. */
public final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenApi() {}

    /** Describes the endpoints in an OpenAPI 3.1 document; {@code version} is that of the API's implementation. */
    public static ObjectNode document(List<Endpoint> endpoints, String version) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "KubeLens")
                .put("version", version)
                .put("description", "Made of the routes that serve: what is not here, is not served.");
        document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        ObjectNode paths = document.putObject("paths");
        Schemas schemas = new Schemas();
        Operations operations = new Operations(schemas);
        endpoints.stream()
                .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method))
                .forEach(each -> paths.withObjectProperty(each.path())
                        .set(each.method().toLowerCase(Locale.ROOT), operations.of(each)));
        ObjectNode components = document.putObject("components");
        ObjectNode all = components.putObject("schemas");
        schemas.components().properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(schema -> all.set(schema.getKey(), schema.getValue()));
        components
                .putObject("securitySchemes")
                .putObject("oidc")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "An access token of the realm that /api/v1/auth/config names");
        return document;
    }
}
