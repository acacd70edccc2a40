package io.kubelens.http;

/**
 * Why a set of routes is refused.
 *
 * @param file the file's name as it was given
 * @param line 1-based
 * @param route the route's id, or {@code -}
 * @param reason what is wrong, and the fix after a semicolon
 */
public record RouteProblem(String file, int line, String route, String reason) {
    /** The reason without the fix. */
    public String wrong() {
        int fix = reason.lastIndexOf("; ");
        return fix < 0 ? reason : reason.substring(0, fix);
    }

    /** What to do about it; empty when nobody can say. */
    public String fix() {
        int fix = reason.lastIndexOf("; ");
        return fix < 0 ? "" : reason.substring(fix + 2);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + route + ": " + reason;
    }
}
