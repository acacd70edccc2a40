package io.kubelens.openapi;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.lang.reflect.Type;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas (2020-12) of what Jackson makes of records; each record is a component of its own. They do not forbid
 * further members, since an answer may get some.
 */
final class Schemas {
    private final SchemaBuilder builder;

    Schemas() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.DEFINITION_FOR_MAIN_SCHEMA,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.EXTRA_OPEN_API_FORMAT_VALUES)
                .without(Option.SCHEMA_VERSION_INDICATOR)
                .with(new JacksonModule(
                        JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE, JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.forFields()
                .withRequiredCheck(field -> !isLeftOut(field))
                .withNullableCheck(field -> isNullable(field) && !isLeftOut(field));
        config.forTypesInGeneral().withDefinitionNamingStrategy((key, context) -> name(key.getType()));
        builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** The schema of a type; a reference where it is a component. */
    ObjectNode of(Type type) {
        return builder.createSchemaReference(type);
    }

    /** What has been referred to, by name; to be asked once, at the end. */
    ObjectNode components() {
        ObjectNode all = builder.collectDefinitions("components/schemas");
        all.forEach(schema -> unwrap((ObjectNode) schema));
        return all;
    }

    /**
     * The generator puts what {@code @JsonUnwrapped} takes apart into {@code allOf} when both have a member of one name.
     * Jackson writes that once, so it is left out of what is unwrapped ({@code @JsonIgnoreProperties}).
     */
    private static void unwrap(ObjectNode schema) {
        JsonNode parts = schema.path("allOf");
        if (parts.isEmpty() || parts.findParents("properties").isEmpty()) {
            return;
        }
        ObjectNode properties = schema.withObjectProperty("properties");
        ArrayNode required = schema.withArrayProperty("required");
        for (JsonNode part : parts) {
            part.path("required").forEach(name -> {
                if (!properties.has(name.asText())) {
                    required.add(name);
                }
            });
            part.path("properties").properties().forEach(one -> properties.putIfAbsent(one.getKey(), one.getValue()));
        }
        schema.remove("allOf");
    }

    /** Whether Jackson leaves it out when it is empty, so that a client must not count on it. */
    private static boolean isLeftOut(FieldScope field) {
        JsonInclude own = field.getAnnotationConsideringFieldAndGetter(JsonInclude.class);
        JsonInclude include =
                own == null ? field.getDeclaringType().getErasedType().getAnnotation(JsonInclude.class) : own;
        if (include == null || include.value() == JsonInclude.Include.ALWAYS) {
            return false;
        }
        return own != null || include.value() != JsonInclude.Include.NON_NULL || isNullable(field);
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** {@code PodJson} is {@code Pod} to clients; a nested record tells where it belongs. */
    private static String name(ResolvedType type) {
        Class<?> erased = type.getErasedType();
        String own = erased.getSimpleName().replaceFirst("Json$", "").replace("[]", "List");
        String outer = erased.getEnclosingClass() == null
                ? ""
                : erased.getEnclosingClass().getSimpleName().replaceFirst("Json$", "") + ".";
        String of = type.getTypeParameters().stream().map(Schemas::name).collect(Collectors.joining("-"));
        return outer + own + (of.isEmpty() ? "" : "-" + of);
    }
}
