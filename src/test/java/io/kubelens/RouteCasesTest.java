package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubelens.demo.DemoGateway;
import io.kubelens.demo.RouteCase;
import io.kubelens.demo.RouteCasePlayer;
import io.kubelens.demo.RouteCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays {@code src/test/resources/cases/<route-id>/<what-happens>.yaml} against one gateway on a still world. */
final class RouteCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final Path ROUTES = Path.of("routes/lens");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @SuppressWarnings("NullAway.Init")
    private static DemoGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private static RouteCasePlayer player;

    /** Holds each answer to the description of the API. */
    @SuppressWarnings("NullAway.Init")
    private static Described described;

    @BeforeAll
    static void start() throws Exception {
        gateway = DemoGateway.start(DemoGateway.Ports.FREE, List.of(Path.of("routes")), "application.properties");
        described = Described.by(gateway.url(), gateway.issuer().token("developer"));
        player = new RouteCasePlayer(gateway.url(), gateway.issuer(), gateway.cluster(), described);
    }

    @AfterAll
    static void stop() {
        player.close();
        gateway.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void holds(Path file) throws IOException {
        assertThat(player.play(RouteCase.read(file))).as(file.toString()).isEmpty();
    }

    @Test
    void leavesTheClusterAsItWas() throws IOException {
        RouteCase played = RouteCase.read(CASES.resolve("app-get/developer.yaml"));
        List<?> before = gateway.cluster().list("Pod", "shop");

        assertThat(player.play(played)).isEmpty();

        assertThat(gateway.cluster().list("Pod", "shop")).isEqualTo(before);
        assertThat(gateway.cluster().get("Deployment", "shop", "lone")).isEmpty();
    }

    @Test
    void hasAnAllowedADeniedAndABadCaseForEveryRoute() throws IOException {
        for (Map.Entry<String, JsonNode> route : routes().entrySet()) {
            boolean open =
                    !route.getValue().at("/from/steps/0/process/ref").asText().equals("authenticate");
            List<Integer> statuses = new ArrayList<>();
            for (Path file : new RouteCases(CASES.resolve(route.getKey())).files()) {
                statuses.add(RouteCase.read(file).expect().status());
            }
            assertThat(statuses).as("allowed: " + route.getKey()).containsAnyOf(200, 204);
            assertThat(statuses).as("bad input: " + route.getKey()).contains(400);
            if (!open) {
                assertThat(statuses).as("denied: " + route.getKey()).contains(401, 403);
            }
        }
    }

    @Test
    void knowsTheRouteOfEveryCase() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            Set<String> names = directories
                    .map(directory -> String.valueOf(directory.getFileName()))
                    .collect(Collectors.toSet());
            assertThat(names).isSubsetOf(routes().keySet());
        }
    }

    @Test
    void holdsEventsToTheirDescription() throws IOException {
        assertThat(player.play(RouteCase.read(CASES.resolve("pod-logs/follow-false.yaml"))))
                .isEmpty();

        assertThat(described.told()).contains("log", "marker", "heartbeat");
    }

    @Test
    void answersForHiddenAsForAbsent() throws IOException {
        for (String route : List.of(
                "pod-get",
                "pod-details",
                "app-get",
                "pod-logs",
                "app-logs",
                "pod-metrics",
                "pod-events-list",
                "app-events-list")) {
            RouteCase.Expect hidden =
                    RouteCase.read(CASES.resolve(route + "/hidden.yaml")).expect();
            RouteCase.Expect absent =
                    RouteCase.read(CASES.resolve(route + "/absent.yaml")).expect();
            assertThat(hidden).as(route).isEqualTo(absent);
        }
    }

    static List<Named<Path>> files() throws IOException {
        RouteCases cases = new RouteCases(CASES);
        return cases.files().stream()
                .map(file -> Named.of(cases.name(file), file))
                .toList();
    }

    /** The routes that answer HTTP, by id. */
    private static Map<String, JsonNode> routes() throws IOException {
        Map<String, JsonNode> routes = new TreeMap<>();
        for (Path file : new RouteCases(ROUTES).files()) {
            JsonNode route = YAML.readTree(file.toFile()).at("/0/route");
            if (route.at("/from/uri").asText().equals("platform-http")) {
                routes.put(route.path("id").asText(), route);
            }
        }
        return routes;
    }
}
