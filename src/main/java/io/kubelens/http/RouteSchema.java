package io.kubelens.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Camel's schema of YAML routes, which editors use as well: it knows the kind of every value. */
final class RouteSchema {
    /** They say that something below them is wrong, which has a message of its own. */
    private static final Set<String> COMBINED = Set.of("oneOf", "anyOf", "allOf", "not");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private RouteSchema() {}

    /** Read when first needed, which costs about as much as starting the routes. */
    private static final class Loaded {
        static final JsonSchema SCHEMA = load();

        private static JsonSchema load() {
            // All of it would need more memory than the gateway has; what routes use is a small part.
            SchemaValidatorsConfig lazy =
                    SchemaValidatorsConfig.builder().preloadJsonSchema(false).build();
            try (InputStream in = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
                return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                        .getSchema(MAPPER.readTree(Objects.requireNonNull(in, "camel-yaml-dsl's schema")), lazy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What it does not take of files that {@link RouteRules} has let through; at most one problem per value. */
    static List<RouteProblem> check(List<RouteFile> files) {
        return files.stream().flatMap(file -> check(file).stream()).toList();
    }

    private static List<RouteProblem> check(RouteFile file) {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(file.yaml());
        Collection<ValidationMessage> found = Loaded.SCHEMA.validate(MAPPER.valueToTree(yaml));
        // Of alternatives every one complains; the one that was meant came furthest.
        int furthest = found.stream()
                .mapToInt(m -> m.getInstanceLocation().getNameCount())
                .max()
                .orElse(0);
        List<ValidationMessage> meant = found.stream()
                .filter(m -> m.getInstanceLocation().getNameCount() == furthest)
                .toList();
        List<ValidationMessage> own =
                meant.stream().filter(m -> !COMBINED.contains(m.getType())).toList();
        RouteNode root = RouteNode.parse(file.yaml());
        return (own.isEmpty() ? meant : own)
                .stream().map(m -> problem(file, root, m)).distinct().toList();
    }

    private static RouteProblem problem(RouteFile file, RouteNode root, ValidationMessage message) {
        JsonNodePath path = message.getInstanceLocation();
        RouteNode at = root;
        String route = "-";
        String key = "the file";
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            if (element instanceof Integer index) {
                at = at.items().get(index);
                key = "item " + (index + 1) + " of " + key;
            } else {
                key = String.valueOf(element);
                at = at.get(key);
            }
            route = i == 1 ? at.text("id") : route;
        }
        return new RouteProblem(file.name(), at.line(), route, reason(message, key));
    }

    private static String reason(ValidationMessage message, String key) {
        Object[] arguments = message.getArguments();
        if (message.getType().equals("type") && arguments != null && arguments.length == 2) {
            String fix = arguments[1].equals("string") ? "put it in quotes" : "write it as the schema says";
            return "'" + key + "' is of kind " + arguments[0] + " and must be of kind " + arguments[1] + "; " + fix;
        }
        String said = message.getMessage();
        String own = said.startsWith("/") ? said.substring(said.indexOf(": ") + 2) : said;
        return "'" + key + "' does not fit Camel's schema: " + own + "; write it as camelYamlDsl.json says";
    }
}
