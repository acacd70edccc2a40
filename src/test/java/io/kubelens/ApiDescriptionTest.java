package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubelens.demo.DemoGateway;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the gateway with our routes says about itself; that its answers are so, {@link RouteCasesTest} holds. */
final class ApiDescriptionTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String POD = "/api/v1/namespaces/{ns}/pods/{name}";

    @SuppressWarnings("NullAway.Init")
    private static DemoGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private static JsonObject document;

    @BeforeAll
    static void start() throws Exception {
        gateway = DemoGateway.start(DemoGateway.Ports.FREE, List.of(Path.of("routes")), "application.properties");
        document =
                Described.by(gateway.url(), gateway.issuer().token("developer")).document();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void isValidByTheSchemaOfOpenApi() {
        assertThat(errors(document)).isEmpty();
        JsonObject broken = document.copy();
        broken.getJsonObject("paths")
                .getJsonObject("/healthz")
                .getJsonObject("get")
                .put("parameters", "none");
        assertThat(errors(broken)).isNotEmpty();
    }

    private static String errors(JsonObject contract) {
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIVersion version = OpenAPIVersion.fromContract(contract);
            return version.getRepository(vertx, "https://kubelens.example/")
                    .compose(repository -> version.validateContract(vertx, repository, contract))
                    .map(result -> Boolean.TRUE.equals(result.getValid()) ? "" : String.valueOf(result.getErrors()))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void describesEveryRouteAndNothingElse() throws IOException {
        Map<String, String> described = new TreeMap<>();
        operations().forEach((at, operation) -> described.put(at, operation.getString("operationId")));

        assertThat(described).isEqualTo(routes());
    }

    /** {@code | `GET /path` | what it answers | `a`, `b` |}; "as for a pod" stands for the parameters of the same for one. */
    @Test
    void isSummedUpInTheReadme() throws IOException {
        Map<String, Set<String>> summed = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `([A-Z]+ /[^`]*)` \\| [^|]+ \\| ?([^|]*?) ?\\|$")
                .matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            String asked = row.group(2).equals("as for a pod")
                    ? String.join(",", summed.get(row.group(1).replace("apps", "pods")))
                    : row.group(2).replaceAll("[` ]", "");
            summed.put(row.group(1), asked.isEmpty() ? Set.of() : Set.of(asked.split(",", -1)));
        }
        Map<String, Set<String>> described = new TreeMap<>();
        operations().forEach((at, operation) -> described.put(at, queryParameters(operation)));

        assertThat(summed).isEqualTo(described);
    }

    private static Set<String> queryParameters(JsonObject operation) {
        return operation.getJsonArray("parameters", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .filter(parameter -> parameter.getString("in").equals("query"))
                .map(parameter -> parameter.getString("name"))
                .collect(Collectors.toSet());
    }

    @Test
    void hasASchemaForEveryAnswer() {
        operations().forEach((at, operation) -> {
            for (Map.Entry<String, Object> answer : operation.getJsonObject("responses")) {
                JsonObject content = ((JsonObject) answer.getValue()).getJsonObject("content", new JsonObject());
                assertThat(content.isEmpty())
                        .as(at + " " + answer.getKey() + " has no content")
                        .isEqualTo(Set.of("204", "304").contains(answer.getKey()));
                content.forEach(type -> assertThat(((JsonObject) type.getValue())
                                .getJsonObject("schema")
                                .fieldNames())
                        .as(at + " " + answer.getKey() + " " + type.getKey() + ": its schema says nothing; let"
                                + " the last bean that makes the answer return a record")
                        .isNotEmpty());
            }
        });
    }

    @Test
    void hasASchemaForWhatIsTaken() {
        operations().forEach((at, operation) -> operation
                .getJsonObject("requestBody", new JsonObject().put("content", new JsonObject()))
                .getJsonObject("content")
                .forEach(type -> assertThat(((JsonObject) type.getValue())
                                .getJsonObject("schema")
                                .fieldNames())
                        .as(at + " takes anything; say @Takes on the method that reads the body")
                        .isNotEmpty()));
    }

    @Test
    void knowsTheParametersOfEachRoute() {
        assertThat(parameters(POD + "/logs"))
                .containsExactlyInAnyOrder(
                        "ns",
                        "name",
                        "container",
                        "follow",
                        "previous",
                        "since",
                        "tail",
                        "timestamps",
                        "uid",
                        "Last-Event-ID");
        assertThat(parameters("/api/v1/namespaces/{ns}/apps/{name}/logs"))
                .containsExactlyInAnyOrderElementsOf(parameters(POD + "/logs").stream()
                        .filter(name -> !name.equals("uid"))
                        .toList());
        assertThat(parameters("/api/v1/namespaces/{ns}/pods")).contains("ns", "light", "metrics", "If-None-Match");
        assertThat(parameters("/healthz")).isEmpty();
    }

    @Test
    void namesEveryEvent() {
        assertThat(Described.events(get(POD + "/logs")).stream().map(event -> ((JsonObject) event)
                        .getJsonObject("properties")
                        .getJsonObject("event")
                        .getString("const")))
                .containsExactly("log", "marker", "heartbeat", "stats", "status");
    }

    @Test
    void saysWhereATokenIsNeeded() {
        assertThat(get("/healthz").getJsonArray("security")).isEmpty();
        assertThat(get(POD).getJsonArray("security"))
                .isEqualTo(new JsonArray().add(new JsonObject().put("oidc", new JsonArray())));
        assertThat(get(POD).getJsonObject("responses").fieldNames())
                .contains("200", "400", "401", "403", "404", "502", "503");
        assertThat(get(POD + "/logs").getJsonObject("responses").fieldNames()).contains("406", "429");
    }

    @Test
    void tellsWhichMembersAreAlwaysThere() {
        JsonObject pod =
                document.getJsonObject("components").getJsonObject("schemas").getJsonObject("Pod");

        assertThat(pod.getJsonArray("required")).contains("name", "containers").doesNotContain("ownerApp", "light");
        assertThat(pod.getJsonObject("properties").fieldNames())
                .doesNotContain("type")
                .contains("ownerApp", "light");
    }

    private static JsonObject get(String path) {
        return document.getJsonObject("paths").getJsonObject(path).getJsonObject("get");
    }

    private static Set<String> parameters(String path) {
        return get(path).getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> ((JsonObject) parameter).getString("name"))
                .collect(Collectors.toSet());
    }

    private static Map<String, JsonObject> operations() {
        Map<String, JsonObject> operations = new TreeMap<>();
        document.getJsonObject("paths").forEach(path -> ((JsonObject) path.getValue())
                .forEach(operation ->
                        operations.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), (JsonObject)
                                operation.getValue())));
        return operations;
    }

    /** The ids of the routes that answer HTTP, by method and path. */
    private static Map<String, String> routes() throws IOException {
        Map<String, String> routes = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes/lens"))) {
            for (Path file : files.toList()) {
                JsonNode route = YAML.readTree(file.toFile()).at("/0/route");
                JsonNode http = route.at("/from/parameters");
                if (route.at("/from/uri").asText().equals("platform-http")) {
                    routes.put(
                            http.path("httpMethodRestrict").asText() + " "
                                    + http.path("path").asText(),
                            route.path("id").asText());
                }
            }
        }
        return routes;
    }
}
