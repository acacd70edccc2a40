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
    @Override
    public String toString() {
        return file + ":" + line + ": " + route + ": " + reason;
    }
}
