package io.kubelens.resources;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A variable of a container.
 *
 * @param name {@code <prefix>*} stands for all keys of a Secret that has not been read
 * @param value left out when it is not known; {@code ********} when it is not shown
 * @param from left out for a literal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record VariableJson(String name, @Nullable String value, @Nullable SourceJson from) {
    boolean isSecret() {
        return from != null && from.isSecret();
    }

    /** Whether it is one of those that a pod shows: not of those without a known value, nor empty literals. */
    boolean isShown() {
        return value != null && (from != null || !value.isEmpty());
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "VariableJson[" + name + "]";
    }
}
