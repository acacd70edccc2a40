package io.kubelens.request;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The query parameters of a request, each at most once. Names that nobody reads are ignored.
 *
 * @param values decoded values by name
 */
public record Query(Map<String, String> values) {
    private static final Set<String> TRUE = Set.of("true", "1", "yes");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "");

    public static final Query NONE = new Query(Map.of());

    public Query {
        values = Map.copyOf(values);
    }

    public Optional<String> text(Parameter.Text parameter) {
        return Optional.ofNullable(values.get(parameter.name()));
    }

    /** {@code true|1|yes} or {@code false|0|no}, in any case; empty is false; anything else is refused. */
    public boolean flag(Parameter.Flag parameter) {
        String value = values.get(parameter.name());
        if (value == null) {
            return parameter.absent();
        }
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return true;
        }
        if (FALSE.contains(word)) {
            return false;
        }
        throw new BadRequest("parameter '" + parameter.name() + "' must be true or false");
    }

    /** A whole number of at least the declared one; absent or empty is empty; anything else is refused. */
    public OptionalLong number(Parameter.Count parameter) {
        String value = values.getOrDefault(parameter.name(), "").strip();
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value);
            if (number >= parameter.least()) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BadRequest(
                "parameter '" + parameter.name() + "' must be a whole number of at least " + parameter.least());
    }
}
