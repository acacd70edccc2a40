package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the containers of a pod or template: literals, what has been read of ConfigMaps and Secrets, and
 * what the downward API tells. Where nothing was read, secrets are masked and ConfigMaps left out; where reading
 * failed, both are masked. {@code $(NAME)} is not expanded.
 */
final class Environment {
    static final String MASK = "********";

    private final Inspection inspection;
    private final Downward downward;

    Environment(Inspection inspection, Downward downward) {
        this.inspection = inspection;
        this.downward = downward;
    }

    /** Those that are shown, by name; where containers differ, the first that has the name counts. */
    Map<String, VariableJson> merged() {
        Map<String, VariableJson> all = new TreeMap<>();
        for (SpecContainer container : inspection.containers()) {
            of(container).stream()
                    .filter(VariableJson::isShown)
                    .forEach(variable -> all.putIfAbsent(variable.name(), variable));
        }
        return all;
    }

    static Map<String, String> values(Map<String, VariableJson> env) {
        Map<String, String> values = new TreeMap<>();
        env.forEach((name, variable) -> values.put(name, Kept.text(variable.value())));
        return values;
    }

    static List<String> secrets(Map<String, VariableJson> env) {
        return env.values().stream()
                .filter(VariableJson::isSecret)
                .map(VariableJson::name)
                .toList();
    }

    /** Of one container; a later one replaces an earlier one of the same name, as in the container itself. */
    List<VariableJson> of(SpecContainer container) {
        Map<String, VariableJson> env = new LinkedHashMap<>();
        container.envFrom().forEach(source -> all(source, env));
        container.env().forEach(variable -> put(env, one(variable, container)));
        return List.copyOf(env.values());
    }

    /** What a container takes as a whole, in its order. */
    List<SourceJson> sources(SpecContainer container) {
        return container.envFrom().stream().map(this::source).toList();
    }

    private SourceJson source(EnvFromSource from) {
        Source source = from.getSecretRef() == null ? Source.CONFIG_MAP : Source.SECRET;
        String name = name(from);
        return SourceJson.all(
                source,
                name,
                Kept.text(from.getPrefix()),
                optional(from),
                inspection.reading(source, name).problem());
    }

    private static String name(EnvFromSource from) {
        if (from.getSecretRef() != null) {
            return Kept.text(from.getSecretRef().getName());
        }
        return from.getConfigMapRef() == null
                ? ""
                : Kept.text(from.getConfigMapRef().getName());
    }

    private static boolean optional(EnvFromSource from) {
        if (from.getSecretRef() != null) {
            return Boolean.TRUE.equals(from.getSecretRef().getOptional());
        }
        return from.getConfigMapRef() != null
                && Boolean.TRUE.equals(from.getConfigMapRef().getOptional());
    }

    private void all(EnvFromSource from, Map<String, VariableJson> env) {
        Source source = from.getSecretRef() == null ? Source.CONFIG_MAP : Source.SECRET;
        String name = name(from);
        String prefix = Kept.text(from.getPrefix());
        Reading reading = inspection.reading(source, name);
        reading.entries()
                .forEach((key, value) -> put(
                        env,
                        new VariableJson(prefix + key, value, SourceJson.key(source, name, key, optional(from), ""))));
        boolean unread = reading.state() != Reading.State.FOUND && reading.state() != Reading.State.ABSENT;
        if (source == Source.SECRET && unread) {
            put(env, new VariableJson(prefix + "*", MASK, source(from)));
        }
    }

    private static void put(Map<String, VariableJson> env, VariableJson variable) {
        env.remove(variable.name());
        env.put(variable.name(), variable);
    }

    private VariableJson one(EnvVar variable, SpecContainer container) {
        String name = variable.getName();
        EnvVarSource from = variable.getValueFrom();
        if (from == null) {
            return new VariableJson(name, Kept.text(variable.getValue()), null);
        }
        if (from.getSecretKeyRef() != null) {
            SecretKeySelector key = from.getSecretKeyRef();
            return read(name, Source.SECRET, key.getName(), key.getKey(), key.getOptional());
        }
        if (from.getConfigMapKeyRef() != null) {
            ConfigMapKeySelector key = from.getConfigMapKeyRef();
            return read(name, Source.CONFIG_MAP, key.getName(), key.getKey(), key.getOptional());
        }
        if (from.getFieldRef() != null) {
            String path = Kept.text(from.getFieldRef().getFieldPath());
            return new VariableJson(name, downward.field(path), SourceJson.field(path));
        }
        if (from.getResourceFieldRef() != null) {
            return resource(name, from.getResourceFieldRef(), container);
        }
        return new VariableJson(name, null, null);
    }

    private VariableJson read(
            String name, Source source, @Nullable String object, @Nullable String key, @Nullable Boolean mayBeAbsent) {
        Reading reading = inspection.reading(source, Kept.text(object));
        boolean optional = Boolean.TRUE.equals(mayBeAbsent);
        boolean absent = reading.lacks(Kept.text(key));
        String problem = absent ? Reading.ABSENT.problem() : reading.problem();
        SourceJson from = SourceJson.key(source, Kept.text(object), Kept.text(key), optional, problem);
        String value = reading.entries().get(Kept.text(key));
        if (value != null) {
            return new VariableJson(name, value, from);
        }
        boolean unasked = source == Source.CONFIG_MAP && reading.state() == Reading.State.NOT_ASKED;
        return new VariableJson(name, unasked || (absent && optional) ? null : MASK, from);
    }

    private VariableJson resource(String name, ResourceFieldSelector selector, SpecContainer container) {
        String whose = Kept.text(selector.getContainerName());
        String path = Kept.text(selector.getResource());
        String value = inspection.containers().stream()
                .filter(each -> each.name().equals(whose.isEmpty() ? container.name() : whose))
                .findFirst()
                .map(each -> Downward.resource(each, path, selector.getDivisor()))
                .orElse(null);
        return new VariableJson(name, value, SourceJson.resource(whose, path));
    }
}
