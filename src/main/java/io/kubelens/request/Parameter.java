package io.kubelens.request;

/**
 * A query parameter as it is declared: {@link Query} reads it by this, and the description of the API is made from it.
 */
public sealed interface Parameter {
    String name();

    /** For readers of the description of the API. */
    String description();

    /**
     * True or false.
     *
     * @param absent what it is when it is not given
     */
    record Flag(String name, boolean absent, String description) implements Parameter {}

    /**
     * A whole number.
     *
     * @param least anything below is refused
     */
    record Count(String name, long least, String description) implements Parameter {}

    /**
     * Anything else.
     *
     * @param format as in JSON Schema, for example {@code date-time}; empty when there is none
     */
    record Text(String name, String format, String description) implements Parameter {}
}
