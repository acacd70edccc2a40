package io.kubelens.config;

import java.util.Objects;

/** A value that must not be seen: it compares and prints as {@code ***}; only {@link #reveal()} tells it. */
public final class Secret {
    public static final Secret NONE = new Secret("");
    private final String value;

    public Secret(String value) {
        this.value = Objects.requireNonNull(value);
    }

    public boolean isPresent() {
        return !value.isEmpty();
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
