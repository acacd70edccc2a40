package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.ConfigKeys;
import io.kubelens.config.ConfigKeys.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

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
    void saysOfEveryKeyWhenAChangeTakesEffect() throws IOException {
        Map<String, Effect> told = new TreeMap<>();
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("| Keys | When |"));
        table.substring(0, table.indexOf("\n\n")).lines().skip(2).forEach(row -> {
            String[] cells = row.split(" *\\| *", -1);
            CODE.matcher(cells[1]).results().forEach(key -> told.put(key.group(1), effect(cells[2])));
        });

        for (Effect effect : Effect.values()) {
            assertThat(ConfigKeys.of(effect))
                    .allSatisfy(key ->
                            assertThat(told.get(nearest(told, key))).as(key).isEqualTo(effect));
        }
    }

    private static Effect effect(String when) {
        return when.startsWith("with a restart")
                ? Effect.RESTART
                : when.startsWith("never") ? Effect.NONE : Effect.LIVE;
    }

    /** The key itself, else the closest section of it that is told of. */
    private static String nearest(Map<String, Effect> told, String key) {
        String section = key;
        while (!told.containsKey(section) && section.contains(".")) {
            section = section.substring(0, section.lastIndexOf('.'));
        }
        return section;
    }

    @Test
    void showsTheTwoCommands() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains("./kubelens demo", "mvn verify");
    }
}
