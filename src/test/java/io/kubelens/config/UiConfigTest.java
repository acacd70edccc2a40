package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.config.UiConfig.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UiConfigTest {
    private static final Path FULL = Path.of("src/test/resources/config/full.yaml");
    private static final Map<String, String> ENV = Map.of("CLIENT_SECRET", "hunter2", "DB_PASSWORD", "hunter3");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String json(View view) throws JsonProcessingException {
        return JSON.writeValueAsString(view);
    }

    @Test
    void hasExactlyTheFormThatUserInterfacesKnow() throws IOException {
        UiConfig config = of(Yaml.load(Files.readString(FULL), ENV).config());

        assertThat(json(config.view()))
                .isEqualTo("{\"kubernetes\":{\"cluster_name\":\"prod\",\"allowed_namespaces\":[\"shop\",\"payments\"],"
                        + "\"label_prefix\":\"example.com\",\"app_groups\":{\"enabled\":true,\"labels\":{"
                        + "\"selector\":\"app.kubernetes.io/part-of\",\"name\":\"app.kubernetes.io/name\","
                        + "\"environment\":\"env\",\"version\":\"app.kubernetes.io/version\"}}},"
                        + "\"logs\":{\"default_tail_lines\":500,\"max_tail_lines\":5000,\"max_line_length\":20000}}");
    }

    @Test
    void leavesNothingOutThatIsUnset() throws IOException {
        assertThat(json(of(Yaml.config(Yaml.REQUIRED)).view()))
                .isEqualTo(
                        "{\"kubernetes\":{\"cluster_name\":\"\",\"allowed_namespaces\":[\"default\"],"
                                + "\"label_prefix\":\"\",\"app_groups\":{\"enabled\":false,\"labels\":{"
                                + "\"selector\":\"\",\"name\":\"\",\"environment\":\"\",\"version\":\"\"}}},"
                                + "\"logs\":{\"default_tail_lines\":10000,\"max_tail_lines\":10000,\"max_line_length\":10000}}");
    }

    private static UiConfig of(Config config) {
        return new UiConfig(() -> config);
    }
}
