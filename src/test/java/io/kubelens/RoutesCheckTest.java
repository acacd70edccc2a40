package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.cli.Launch;
import io.kubelens.cli.Main;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Gateway;
import io.kubelens.http.RouteProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kubelens routes check} says without a configuration: of each store in turn, and none of them is there. */
final class RoutesCheckTest {
    private static final String TELL =
            """
            - route:
                id: store-tell
                description: Tells another system
                from:
                  uri: direct:tell
                  steps:
                    - to:
                        uri: log:told
                        parameters:
                          showBody: false
            """;

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
    void takesAComponentInAStoreOnlyWhereTheConfigurationGrantsIt() throws IOException {
        Path routes = EditedRoutes.in(folder.resolve("edited"), UnaryOperator.identity());
        Path own = routes.resolve("store/own.yaml");
        String memory = Files.readString(routes.resolve("store/memory.yaml"));
        Files.writeString(own, memory + TELL);

        assertThat(check(routes)).as("without a configuration").isEqualTo(1);
        assertThat(check(routes, config(""))).as("by default").isEqualTo(1);
        assertThat(check(routes, config("routes: {store_components: [kafka]}\n")))
                .as("another is granted")
                .isEqualTo(1);
        assertThat(check(routes, config("routes: {store_components: [log]}\n")))
                .as("granted")
                .isZero();
        assertThat(check(routes, config("storage: {kind: memory}\n")))
                .as("a store that is not chosen")
                .isZero();
    }

    @Test
    void takesWhatAComponentItselfNeedsFromApplicationProperties() throws IOException {
        Path routes = EditedRoutes.in(folder.resolve("edited"), UnaryOperator.identity());
        Files.writeString(
                routes.resolve("store/own.yaml"), Files.readString(routes.resolve("store/memory.yaml")) + TELL);
        String option = "camel.component.log.lazyStartProducer=";

        assertThat(checkWith(routes, option + "{{env:KUBELENS_NOT_THERE:true}}"))
                .isEmpty();
        assertThat(checkWith(routes, option + "{{env:KUBELENS_NOT_THERE}}"))
                .singleElement()
                .asString()
                .contains("KUBELENS_NOT_THERE");
        assertThat(checkWith(routes, "camel.component.log.unheardOf=1"))
                .singleElement()
                .asString()
                .contains("unheardOf");
    }

    private List<RouteProblem> checkWith(Path routes, String properties) throws IOException {
        Path file = Files.writeString(folder.resolve("application.properties"), properties);
        ConfigFile.Loaded config = ConfigFile.read(config("routes: {store_components: [log]}\n"), Map.of());
        Gateway.Listen listen = new Gateway.Listen("127.0.0.1", 0);
        return KubeLens.check(new Launch(config, listen, 0, List.of(routes), null, file.toString()));
    }

    @Test
    void refusesRoutesWithoutAStore() throws IOException {
        Path routes = EditedRoutes.in(folder, UnaryOperator.identity());

        assertThat(check(routes.resolve("lens"))).isEqualTo(1);
    }

    private Path config(String sections) throws IOException {
        String storage = sections.contains("storage:") ? "" : "storage: {kind: own}\n";
        return Files.writeString(
                folder.resolve("config.yaml"),
                """
                auth: {keycloak_url: "http://127.0.0.1:9", realm: none, client_id: none}
                kubernetes: {allowed_namespaces: [none]}
                """
                        + storage
                        + sections);
    }

    private static int check(Path routes, Path config) {
        return Main.run(
                launch -> 2, KubeLens::check, "routes", "check", "--config", config.toString(), routes.toString());
    }

    private static int check(Path routes) {
        return Main.run(launch -> 2, KubeLens::check, "routes", "check", routes.toString());
    }
}
