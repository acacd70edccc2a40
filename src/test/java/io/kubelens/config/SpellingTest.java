package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    private static final List<String> KEYS = List.of("realm", "client_id", "client_secret", "allowed_groups");

    @Test
    void findsTheNearestWord() {
        assertThat(Spelling.nearest("client_secrets", KEYS)).contains("client_secret");
        assertThat(Spelling.nearest("allowed-group", KEYS)).contains("allowed_groups");
        assertThat(Spelling.nearest("relm", KEYS)).contains("realm");
    }

    @Test
    void isSilentAboutWordsThatAreFarAway() {
        assertThat(Spelling.nearest("metrics", KEYS)).isEmpty();
        assertThat(Spelling.nearest("", KEYS)).isEmpty();
    }
}
