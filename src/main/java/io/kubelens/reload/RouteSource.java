package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.util.List;

/** Where route files come from. */
@FunctionalInterface
public interface RouteSource {
    /**
     * All of them, as they are now.
     *
     * @throws IOException if one cannot be read; the message names it
     */
    List<RouteFile> read() throws IOException;
}
