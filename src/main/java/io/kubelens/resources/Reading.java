package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of reading a ConfigMap or a Secret.
 *
 * @param entries the texts by key; empty unless {@code FOUND}
 */
public record Reading(State state, Map<String, String> entries) {
    /** How it went. */
    public enum State {
        FOUND,
        ABSENT,
        FORBIDDEN,
        FAILED,
        NOT_ASKED
    }

    /** There is no such object. */
    public static final Reading ABSENT = new Reading(State.ABSENT, Map.of());

    /** The gateway may not read it. */
    public static final Reading FORBIDDEN = new Reading(State.FORBIDDEN, Map.of());

    /** No answer, or not in time. */
    public static final Reading FAILED = new Reading(State.FAILED, Map.of());

    /** Nobody has tried. */
    static final Reading NOT_ASKED = new Reading(State.NOT_ASKED, Map.of());

    /** By key; {@code binaryData} becomes no variable, so it is not here. */
    public static Reading of(ConfigMap configMap) {
        return new Reading(State.FOUND, Kept.map(configMap.getData()));
    }

    /** Decoded, by key. */
    public static Reading of(Secret secret) {
        Map<String, String> entries = new TreeMap<>();
        Kept.map(secret.getData()).forEach((key, value) -> entries.put(key, SecretText.of(value)));
        return new Reading(State.FOUND, entries);
    }

    /** Whether it is known that there is no such value. */
    boolean lacks(String key) {
        return state == State.ABSENT || (state == State.FOUND && !entries.containsKey(key));
    }

    /** Why there is no value, for whoever inspects; empty when nothing is wrong. */
    String problem() {
        return switch (state) {
            case FOUND, NOT_ASKED -> "";
            case ABSENT -> "absent";
            case FORBIDDEN -> "forbidden";
            case FAILED -> "unread";
        };
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Reading[" + state + "]";
    }
}
