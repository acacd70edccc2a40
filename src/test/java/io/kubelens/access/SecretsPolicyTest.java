package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.request.BadRequest;
import io.kubelens.request.Query;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretsPolicyTest {
    private static final Query ASKED = new Query(Map.of("reveal_secrets", "true"));

    private final SecretsPolicy policy = new SecretsPolicy(List.of("keepers", "admins"));

    @Test
    void revealsToAMemberWhoAsks() {
        assertThat(policy.reveals(ASKED, caller("users", "admins"))).isTrue();
    }

    @Test
    void revealsToNobodyElse() {
        assertThat(policy.reveals(ASKED, caller("users"))).isFalse();
        assertThat(policy.reveals(ASKED, caller("Admins", "admins2", "/admins")))
                .isFalse();
        assertThat(policy.reveals(ASKED, caller())).isFalse();
    }

    @Test
    void revealsNothingUnasked() {
        assertThat(policy.reveals(Query.NONE, caller("admins"))).isFalse();
        assertThat(policy.reveals(new Query(Map.of("reveal_secrets", "false")), caller("admins")))
                .isFalse();
    }

    @Test
    void revealsToNobodyWhenThereAreNoGroups() {
        assertThat(new SecretsPolicy(List.of()).reveals(ASKED, caller("admins", "")))
                .isFalse();
    }

    @Test
    void refusesWhatIsNeitherTrueNorFalseFromAnybody() {
        Query perhaps = new Query(Map.of("reveal_secrets", "perhaps"));

        assertThatThrownBy(() -> policy.reveals(perhaps, caller("users"))).isInstanceOf(BadRequest.class);
    }

    @Test
    void throwsOnDoubt() {
        assertThatThrownBy(() -> policy.reveals(null, caller("admins"))).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> policy.reveals(ASKED, null)).isInstanceOf(AccessDenied.class);
    }

    private static Principal caller(String... groups) {
        return new Principal("somebody", Set.of(groups), Instant.MAX);
    }
}
