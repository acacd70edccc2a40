package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PrincipalTest {
    private final Principal principal = new Principal("abc", Set.of("a", "b"), Instant.EPOCH);

    @Test
    void isKnownInLogsByADigest() {
        assertThat(principal.digest()).isEqualTo("ba7816bf8f01");
    }

    @Test
    void printsNeitherSubjectNorGroups() {
        assertThat(principal).hasToString("Principal[ba7816bf8f01, 2 groups]");
    }
}
