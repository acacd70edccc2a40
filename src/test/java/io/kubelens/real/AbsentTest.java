package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class AbsentTest {

    @Test
    void skipsAndNamesWhatIsMissing() {
        assertThatThrownBy(() -> Absent.component("etcd", "set KUBEBUILDER_ASSETS", false))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("MISSING: etcd; set KUBEBUILDER_ASSETS");
    }

    @Test
    void failsWhereTheRealSuiteIsRequired() {
        assertThatThrownBy(() -> Absent.component("etcd", "set KUBEBUILDER_ASSETS", true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("MISSING: etcd");
    }
}
