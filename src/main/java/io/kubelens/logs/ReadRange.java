package io.kubelens.logs;

/**
 * What a viewer has been sent of a log.
 *
 * @param from the first line, as a cursor; empty when there was none
 * @param to the cursor after the last line; empty when there was none or it is too long to be given out
 * @param lines how many
 */
public record ReadRange(String from, String to, long lines) {
    /** Nothing. */
    public static final ReadRange NONE = new ReadRange("", "", 0);
}
