package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of a pod's containers as the spec alone tells it: literal values, and a mask for what comes from a
 * secret. Names whose value needs another object to be read are left out.
 */
final class EnvJson {
    static final String MASK = "********";

    private EnvJson() {}

    /** By name; where containers differ, the first that has the name counts. */
    static Map<String, Variable> of(PodSpec spec) {
        Map<String, Variable> all = new TreeMap<>();
        for (Container container : Kept.list(spec.getContainers())) {
            of(container).forEach(all::putIfAbsent);
        }
        for (Container container : Kept.list(spec.getInitContainers())) {
            of(container).forEach(all::putIfAbsent);
        }
        return all;
    }

    static Map<String, String> values(Map<String, Variable> env) {
        Map<String, String> values = new TreeMap<>();
        env.forEach((name, variable) -> values.put(name, variable.value()));
        return values;
    }

    static List<String> secrets(Map<String, Variable> env) {
        return env.entrySet().stream()
                .filter(entry -> entry.getValue().secret())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A later entry replaces an earlier one of the same name, as in the container itself. */
    private static Map<String, Variable> of(Container container) {
        Map<String, Variable> env = new TreeMap<>();
        for (EnvVar variable : Kept.list(container.getEnv())) {
            String value = Kept.text(variable.getValue());
            if (!value.isEmpty()) {
                env.put(variable.getName(), new Variable(value, false));
            } else if (isSecret(variable)) {
                env.put(variable.getName(), new Variable(MASK, true));
            } else {
                env.remove(variable.getName());
            }
        }
        return env;
    }

    private static boolean isSecret(EnvVar variable) {
        return variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null;
    }

    /** A value that may be shown, and whether it stands for a secret. */
    record Variable(String value, boolean secret) {}
}
