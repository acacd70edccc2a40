package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents, the dashboard and the alerts say of metrics, against those of a running gateway. */
@SuppressWarnings("NullAway.Init")
final class MetricsTest {
    private static final Path OBSERVABILITY = Path.of("docs/observability");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (kubelens_\\S+) (\\S+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(kubelens_\\S+)` \\| (\\S+) \\| \\S.* \\|$");
    private static final Pattern NAME = Pattern.compile("[a-z_]*kubelens_[a-z_]+");

    /** The types of the metrics by name. */
    private static Map<String, String> real;

    @BeforeAll
    static void scrape() throws Exception {
        int management = RunningDemo.freePort();
        try (DemoGateway gateway = RunningDemo.start(new DemoGateway.Ports(0, 0, management), "");
                HttpClient http = HttpClient.newHttpClient()) {
            get(http, gateway.url() + "/healthz");
            real = matches(TYPE, get(http, "http://localhost:" + management + "/metrics"));
        }
    }

    private static String get(HttpClient http, String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static Map<String, String> matches(Pattern pattern, String text) {
        Map<String, String> found = new TreeMap<>();
        for (Matcher m = pattern.matcher(text); m.find(); ) {
            found.put(m.group(1), m.group(2));
        }
        return found;
    }

    private static boolean isReal(String name) {
        return real.containsKey(name) || "histogram".equals(real.get(name.replaceFirst("_(bucket|count|sum)$", "")));
    }

    private static List<String> names(String expression) {
        return NAME.matcher(expression).results().map(m -> m.group()).toList();
    }

    private static boolean isBalanced(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            depth += "({[".indexOf(c) >= 0 ? 1 : ")}]".indexOf(c) >= 0 ? -1 : 0;
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }

    @Test
    void areAllInTheTable() throws IOException {
        assertThat(matches(ROW, Files.readString(Path.of("docs/metrics.md")))).isEqualTo(real);
    }

    @Test
    void areWhatAlertsAskFor() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(OBSERVABILITY.resolve("alerts.yaml")))
                .at("/groups/0/rules");

        assertThat(rules).hasSizeGreaterThan(5).allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).matches("KubeLens[A-Za-z]+");
            assertThat(rule.path("for").asText("1m")).matches("[0-9]+[smh]");
            assertThat(rule.at("/labels/severity").asText()).matches("warning|critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).isNotBlank();
            assertAsksForRealOnes(rule.path("expr").asText());
        });
    }

    @Test
    void areWhatTheDashboardShows() throws IOException {
        JsonNode panels = new ObjectMapper()
                .readTree(Files.readString(OBSERVABILITY.resolve("dashboard.json")))
                .path("panels");
        List<String> expressions = panels.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(panels.size()).allSatisfy(MetricsTest::assertAsksForRealOnes);
    }

    @Test
    void refusesAnExpressionOfAMetricThatIsNone() {
        assertThat(Stream.of("kubelens_streams", "kubelens_http_request_seconds_bucket"))
                .allMatch(MetricsTest::isReal);
        assertThat(Stream.of("kubelens_stream", "kubelens_streams_bucket", "kubelens_none"))
                .noneMatch(MetricsTest::isReal);
    }

    private static void assertAsksForRealOnes(String expression) {
        assertThat(expression).satisfies(e -> assertThat(isBalanced(e)).isTrue());
        assertThat(names(expression)).as(expression).isNotEmpty().allMatch(MetricsTest::isReal);
    }
}
