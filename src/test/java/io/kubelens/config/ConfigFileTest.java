package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private final Path directory;
    private final Path named;
    private final Path variable;
    private final Path oldVariable;
    private final Path first;
    private final Path second;

    ConfigFileTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        named = write(directory, "named.yaml");
        variable = write(directory, "variable.yaml");
        oldVariable = write(directory, "old-variable.yaml");
        first = write(directory, "first.yaml");
        second = write(directory, "second.yaml");
    }

    @Test
    void takesTheNamedFileFirstAndTheUsualPlacesLast() throws IOException {
        Map<String, String> both =
                Map.of("KUBELENS_CONFIG", variable.toString(), "KUBELENS_CONFIG_PATH", oldVariable.toString());
        Map<String, String> old = Map.of("KUBELENS_CONFIG", "", "KUBELENS_CONFIG_PATH", oldVariable.toString());
        List<Path> usual = List.of(first, second);

        assertThat(ConfigFile.locate(named, both, usual)).isEqualTo(named);
        assertThat(ConfigFile.locate(null, both, usual)).isEqualTo(variable);
        assertThat(ConfigFile.locate(null, old, usual)).isEqualTo(oldVariable);
        assertThat(ConfigFile.locate(null, Map.of(), usual)).isEqualTo(first);
        Files.delete(first);
        assertThat(ConfigFile.locate(null, Map.of(), usual)).isEqualTo(second);
    }

    @Test
    void stopsAtANamedFileThatIsMissing() {
        Path missing = directory.resolve("missing.yaml");
        Map<String, String> env = Map.of("KUBELENS_CONFIG", missing.toString());

        assertThatThrownBy(() -> ConfigFile.locate(missing, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        missing + ": is named on the command line but is not a file; create it or correct the name");
        assertThatThrownBy(() -> ConfigFile.locate(null, env))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(missing + ": is named by KUBELENS_CONFIG but is not a file");
        assertThatThrownBy(() -> ConfigFile.locate(directory, Map.of())).hasMessageContaining("is not a file");
    }

    @Test
    void saysWhereItLookedWhenThereIsNone() {
        List<Path> usual = List.of(directory.resolve("a"), directory.resolve("b"));

        assertThatThrownBy(() -> ConfigFile.locate(null, Map.of(), usual))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(usual.get(0) + " or " + usual.get(1), "--config", "KUBELENS_CONFIG");
    }

    @Test
    void looksInEtcBeforeTheWorkingDirectory() {
        assertThat(ConfigFile.USUAL).containsExactly(Path.of("/etc/kubelens/config.yaml"), Path.of("./config.yaml"));
    }

    @Test
    void refusesAFileThatIsTooLargeNotTextOrGone() throws IOException {
        Files.writeString(first, "#".repeat(ConfigFile.MAX_BYTES + 1));
        Files.write(second, "realm: M\u00fcnchen".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConfigFile.read(first, Map.of())).hasMessageContaining("is larger than 1048576 bytes");
        assertThatThrownBy(() -> ConfigFile.read(second, Map.of())).hasMessageContaining("is not UTF-8 text");
        assertThatThrownBy(() -> ConfigFile.read(directory.resolve("gone"), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> ConfigFile.read(directory, Map.of())).hasMessageContaining("cannot be read");
    }

    @Test
    void namesTheFileItRead() {
        assertThat(ConfigFile.read(named, Map.of()).source()).isEqualTo(named);
    }

    private static Path write(Path directory, String name) throws IOException {
        return Files.writeString(directory.resolve(name), Yaml.REQUIRED);
    }
}
