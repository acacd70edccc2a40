package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The two SQL stores are written out, each whole; what one of them does the other does too. */
class SqlDialectsTest {
    @Test
    void differInCastsAndDataSourcesOnly() throws IOException {
        assertThat(withoutDialect("sqlite")).isEqualTo(withoutDialect("postgres"));
    }

    private static String withoutDialect(String kind) throws IOException {
        return Files.readString(Path.of("routes/store/" + kind + ".yaml"))
                .replaceAll("(?m)^#.*$", "")
                .replaceAll("cast\\((:#[A-Za-z]+) as [a-z]+\\)", "$1")
                .replace("#storeReads", "#store")
                .replaceAll("\\s+", " ");
    }
}
