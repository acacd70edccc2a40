package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void explainsTheRouteAsItIs() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("```yaml\n") + "```yaml\n".length();
        String explained = readme.substring(begin, readme.indexOf("```", begin))
                .lines()
                .map(line -> line.replaceAll("\\s+# .*", ""))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(explained).isEqualTo(Files.readString(Path.of("routes/lens/app-logs.yaml")));
    }

    @Test
    void showsTheTwoCommands() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("./kubelens demo", "mvn verify");
    }
}
