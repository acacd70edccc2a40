package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubectl.kubernetes.io/last-applied-configuration",
                "example.com/last-applied",
                "kopf.zalando.org/last-handled-configuration",
                "objectset.rio.cattle.io/applied",
                "kapp.k14s.io/original",
                "kapp.k14s.io/original-diff-full",
                "openshift.io/encoded-deployment-config",
                "original"
            })
    void masksWhereToolsKeepACopyOfTheManifest(String key) {
        assertThat(Annotations.shown(Map.of(key, "H4sIAAAA"))).containsEntry(key, "********");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\": {\"replicas\": 1}}",
                "{\"a\":{\"containers\":[]}}",
                "{\"envFrom\" :[]}",
                "{\"kind\":\"Secret\",\"stringData\":{\"a\":\"b\"}}"
            })
    void masksAManifestUnderAnyName(String value) {
        assertThat(Annotations.shown(Map.of("example.com/copy", value))).containsEntry("example.com/copy", "********");
    }

    @Test
    void showsEverythingElseByKey() {
        Map<String, String> plain = Map.of(
                "team", "blue",
                "k8s.v1.cni.cncf.io/network-status", "{\"name\": \"cbr0\", \"ips\": [\"10.0.0.7\"]}",
                "example.com/original.url", "https://example.com/spec");

        assertThat(Annotations.shown(plain)).isEqualTo(plain);
        assertThat(Annotations.shown(null)).isEmpty();
    }
}
