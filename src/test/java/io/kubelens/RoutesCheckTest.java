package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubelens routes check} says without a configuration: of each store in turn, and none of them is there. */
final class RoutesCheckTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void takesTheShippedRoutesWithEachStore() {
        assertThat(check(Path.of("routes"))).isZero();
        assertThat(Path.of("/kubelens.db")).doesNotExist();
    }

    @Test
    void refusesOneBrokenStoreAmongGoodOnes() throws IOException {
        Path routes = EditedRoutes.in(folder, text -> text.replace("ref: redisStore", "ref: redStore"));

        assertThat(check(routes)).isEqualTo(1);
    }

    @Test
    void takesAStoreOfOnesOwn() throws IOException {
        Path routes = EditedRoutes.in(folder, UnaryOperator.identity());
        Path store = routes.resolve("store");
        Files.copy(store.resolve("sqlite.yaml"), store.resolve("own.yaml"));
        Files.copy(store.resolve("redis.yaml"), store.resolve("other.yaml"));

        assertThat(check(routes)).isZero();
    }

    @Test
    void refusesRoutesWithoutAStore() throws IOException {
        Path routes = EditedRoutes.in(folder, UnaryOperator.identity());

        assertThat(check(routes.resolve("lens"))).isEqualTo(1);
    }

    private static int check(Path routes) {
        return Main.run(launch -> 2, KubeLens::check, "routes", "check", routes.toString());
    }
}
