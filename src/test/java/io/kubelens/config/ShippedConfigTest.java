package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The config.yaml beside the pom: complete, true and loadable. */
class ShippedConfigTest {
    private static final Path FILE = Path.of("config.yaml");

    @Test
    void holdsTheDefaultsAndNothingToComplainOf() {
        ConfigFile.Loaded shipped = ConfigFile.read(FILE, Map.of());

        assertThat(shipped.config()).isEqualTo(Yaml.config(Yaml.REQUIRED));
        assertThat(shipped.notices()).isEmpty();
    }

    @Test
    void namesEveryKeyThatIsReadAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>();
        collect("", YamlTree.parse(Files.readString(FILE), new Findings("config.yaml")), written);

        assertThat(written).isEqualTo(components("", Config.class));
    }

    @Test
    void showsTheKeysOfListItemsInAComment() throws IOException {
        String text = Files.readString(FILE);

        assertThat(Stream.of(Config.RateLimitOverride.class, Config.CustomResource.class)
                        .flatMap(type -> Stream.of(type.getRecordComponents()))
                        .map(component -> snake(component.getName())))
                .allSatisfy(key -> assertThat(text).containsPattern("(?m)^ *# +(- )?" + key + ": \\S"));
    }

    @Test
    void namesTheKeysWithoutEffect() throws IOException {
        String text = Files.readString(FILE);

        assertThat(Stream.concat(Idle.LOGS.stream(), Idle.API_CACHE.stream()).map(Idle::key))
                .allSatisfy(key -> assertThat(text).contains(key));
    }

    private static void collect(String prefix, MappingNode node, Set<String> keys) {
        for (NodeTuple tuple : node.getValue()) {
            String key = prefix + ((ScalarNode) tuple.getKeyNode()).getValue();
            if (tuple.getValueNode() instanceof MappingNode nested) {
                collect(key + ".", nested, keys);
            } else {
                keys.add(key);
            }
        }
    }

    private static Set<String> components(String prefix, Class<?> type) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + snake(component.getName());
            if (isSection(component.getGenericType())) {
                keys.addAll(components(key + ".", component.getType()));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }

    private static boolean isSection(Type type) {
        return !(type instanceof ParameterizedType) && type instanceof Class<?> plain && plain.isRecord();
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
