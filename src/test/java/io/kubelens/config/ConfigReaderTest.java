package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {
    @ParameterizedTest
    @CsvSource({"'\"\"'", "~", "null", "''"})
    void takesEmptyForUnset(String nothing) {
        String yaml = "packs: " + nothing + "\nserver: " + nothing + "\nlogs: {max_streams: " + nothing
                + "}\nretention: {follow: " + nothing + "}\ncache: {enabled: " + nothing + ", redis_url: " + nothing
                + "}\n" + Yaml.REQUIRED;

        assertThat(Yaml.config(yaml)).isEqualTo(Yaml.config(Yaml.REQUIRED));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "'\"true\"',true", "YES,true", "on,true", "False,false", "'\"no\"',false", "off,false"})
    void takesFlagsAsYamlAndPeopleWriteThem(String written, boolean meant) {
        assertThat(Yaml.config(Yaml.with("auth", "accept_azp: " + written))
                        .auth()
                        .acceptAzp())
                .isEqualTo(meant);
    }

    @Test
    void takesTheOldNameOfAllowedGroupsOnlyWhenTheNewOneIsAbsent() {
        ConfigFile.Loaded old = Yaml.load(Yaml.with("auth", "allows_groups: [old]"), Map.of());
        ConfigFile.Loaded both = Yaml.load(Yaml.with("auth", "allows_groups: [old]\nallowed_groups: [new]"), Map.of());

        assertThat(old.config().auth().allowedGroups()).containsExactly("old");
        assertThat(old.notices())
                .containsExactly("config.yaml:2: auth.allows_groups is an old name; write auth.allowed_groups");
        assertThat(both.config().auth().allowedGroups()).containsExactly("new");
        assertThat(both.notices())
                .containsExactly(
                        "config.yaml:2: auth.allows_groups has no effect beside auth.allowed_groups; remove it");
    }

    @Test
    void doesNotFallBackToTheOldNameWhenTheNewListIsEmpty() {
        assertThat(Yaml.problems(Yaml.with("auth", "allows_groups: [old]\nallowed_groups: []")))
                .singleElement()
                .asString()
                .contains("auth.allowed_groups: is missing or empty");
    }

    @Test
    void takesTheCacheFromTheEnvironment() {
        String inFile = Yaml.with("cache", "enabled: false\nredis_url: file:/is/not/read");
        Map<String, String> url = Map.of("KUBELENS_CACHE_REDIS_URL", "redis://env");
        Map<String, String> off = Map.of("KUBELENS_CACHE_REDIS_URL", "redis://env", "KUBELENS_CACHE_ENABLED", "n");
        Map<String, String> on = Map.of("KUBELENS_CACHE_ENABLED", "1");

        assertThat(Yaml.load(inFile, url).config().cache())
                .isEqualTo(new Config.Cache(true, new Secret("redis://env")));
        assertThat(Yaml.load(inFile, off).config().cache().enabled()).isFalse();
        assertThat(Yaml.load(Yaml.with("cache", "redis_url: redis://file"), on)
                        .config()
                        .cache())
                .isEqualTo(new Config.Cache(true, new Secret("redis://file")));
    }

    static Stream<String> idleKeys() {
        return Stream.concat(
                Idle.LOGS.stream().map(idle -> "logs: {" + idle.key() + ": " + sample(idle) + "}\n"),
                Idle.API_CACHE.stream().map(idle -> "api_cache: {" + idle.key() + ": " + sample(idle) + "}\n"));
    }

    private static String sample(Idle idle) {
        return switch (idle.type()) {
            case NUMBER -> "-5";
            case FLAG -> "true";
            case TEXT -> "redis://:hunter2@redis";
        };
    }

    @ParameterizedTest
    @MethodSource("idleKeys")
    void acceptsAKeyWithoutEffectAndSaysSo(String yaml) {
        String whole = yaml.startsWith("api_cache") ? Yaml.with("kubernetes", yaml) : yaml + Yaml.REQUIRED;

        ConfigFile.Loaded loaded = Yaml.load(whole, Map.of());

        assertThat(loaded.config()).isEqualTo(Yaml.config(Yaml.REQUIRED));
        assertThat(loaded.notices())
                .singleElement()
                .asString()
                .matches("config\\.yaml:\\d: [a-z_.]+ has no effect: .+; remove it")
                .doesNotContain("hunter2");
    }

    @Test
    void saysThatAWriteTimeoutHasNoEffect() {
        assertThat(Yaml.load(Yaml.with("server", "write_timeout_seconds: 30"), Map.of())
                        .notices())
                .containsExactly("config.yaml:2: server.write_timeout_seconds has no effect: a stream has no end;"
                        + " remove it");
    }

    @Test
    void noticesWhatIsAllowedAndProbablyNotMeant() {
        String limit = "rate_limit_overrides:\n  - namespace: vault\n    rate_limit_per_minute: 1";

        assertThat(Yaml.load(Yaml.with("logs", limit), Map.of()).notices())
                .containsExactly("config.yaml:3: logs.rate_limit_overrides[0] has no effect: its namespace is not in"
                        + " kubernetes.allowed_namespaces; remove it");
        assertThat(Yaml.load(Yaml.with("kubernetes", "app_groups: {enabled: true}"), Map.of())
                        .notices())
                .containsExactly("config.yaml:2: kubernetes.app_groups.enabled groups nothing without"
                        + " kubernetes.app_groups.labels.selector");
    }

    @ParameterizedTest
    @CsvSource({
        "sqlite, sqlite:///var/lib/k.db",
        "sqlite, sqlite3://k.db",
        "postgres, postgresql://u:p^ss@db/k",
        "auto, postgres://db/k?sslmode=require",
        "s3, postgres://db/k"
    })
    void acceptsEveryDatabaseOfTheContract(String kind, String url) {
        Config.Storage storage = Yaml.config(Yaml.with("storage", "kind: " + kind + "\ndatabase_url: \"" + url + "\""))
                .storage();

        assertThat(storage.kind()).isEqualTo(kind);
        assertThat(storage.databaseUrl()).isEqualTo(new Secret(url));
    }
}
