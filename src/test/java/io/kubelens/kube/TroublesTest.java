package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.HeardLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TroublesTest {
    private static final Object POD = "pods";
    private static final Object JOB = "jobs";

    @RegisterExtension
    final HeardLog log = HeardLog.of(Troubles.class);

    private final Troubles troubles = new Troubles();

    private void meets(Object whom) {
        troubles.say("connection", "nobody answers " + whom, whom);
    }

    @Test
    void areToldAgainAlsoByWhoHasToldThemBefore() {
        meets(POD);
        meets(POD);
        troubles.over(POD);
        meets(POD);

        assertThat(log.lines()).containsExactly("nobody answers pods", "nobody answers pods");
    }

    @Test
    void areNotOverWhileAnybodyIsInThem() {
        meets(POD);
        meets(JOB);
        troubles.over(POD);
        meets(POD);

        assertThat(log.lines()).containsExactly("nobody answers pods");
    }

    @Test
    void areOverForWhoIsInAnother() {
        meets(POD);
        troubles.say("overload", "too much to do", POD);
        meets(JOB);

        assertThat(log.lines()).containsExactly("nobody answers pods", "too much to do", "nobody answers jobs");
    }
}
