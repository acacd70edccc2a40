package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {
    @Test
    void namesTheLineOfASyntaxError() {
        assertThat(only("server:\n  address: 'open\n"))
                .startsWith("config.yaml:3: is not YAML: found unexpected end of stream");
    }

    @Test
    void refusesTabsAsIndentation() {
        assertThat(only("server:\n\taddress: x\n"))
                .startsWith("config.yaml:2: is not YAML")
                .contains("indent with spaces");
    }

    @Test
    void refusesAKeyThatIsWrittenTwice() {
        assertThat(only(Yaml.REQUIRED + "logs:\n  max_streams: 1\n  max_streams: 2\n"))
                .isEqualTo("config.yaml:4: logs.max_streams: is written again in line 5; keep one");
    }

    @Test
    void refusesASectionThatIsWrittenTwice() {
        assertThat(only(Yaml.REQUIRED + "kubernetes: {allowed_namespaces: [vault]}\n"))
                .isEqualTo("config.yaml:2: kubernetes: is written again in line 3; keep one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server: &s {}\nlogs: *s\n", "server: &s {}\n", "packs: *lens\n", "server: {<<: *s}\n"})
    void refusesAnchorsAndAliases(String yaml) {
        assertThat(only(yaml)).startsWith("config.yaml:1: an anchor or alias is not accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server: !!java.io.File {}\n", "packs: !x lens\n"})
    void refusesTags(String yaml) {
        assertThat(only(yaml)).startsWith("config.yaml:1: a tag (!...) is not accepted");
    }

    @Test
    void refusesAMergeKey() {
        assertThat(only(Yaml.REQUIRED + "server: {<<: {address: ':1'}}\n"))
                .contains("config.yaml:3: server.<<: is not a");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(only(Yaml.REQUIRED + "---\nserver: {}\n")).startsWith("config.yaml:3: a second document begins");
    }

    @Test
    void refusesDeepNestingBeforeItIsBuilt() {
        assertThat(only("server: " + "[".repeat(100_000))).startsWith("config.yaml:1: is nested too deeply");
    }

    @Test
    void refusesAListAtTheTop() {
        assertThat(only("- server\n"))
                .isEqualTo("config.yaml:1: is not a mapping; write keys such as server: and auth:");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(only("server: \u0000\n")).contains("a character that YAML does not allow");
    }

    @Test
    void refusesAMappingAsKey() {
        assertThat(only("{a: b}: c\n")).startsWith("config.yaml:1: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "~\n"})
    void takesAnEmptyTextForAnEmptyMapping(String yaml) {
        assertThat(Yaml.problems(yaml)).hasSize(4).allSatisfy(problem -> assertThat(problem)
                .contains(" is missing"));
    }

    @Test
    void acceptsJson() {
        assertThat(Yaml.config("{\"auth\": {\"keycloak_url\": \"http://k\", \"realm\": \"r\", \"client_id\": \"c\"},"
                                + " \"kubernetes\": {\"allowed_namespaces\": [\"a\"]}}")
                        .auth()
                        .realm())
                .isEqualTo("r");
    }

    private static String only(String yaml) {
        return Yaml.problems(yaml).getFirst();
    }
}
