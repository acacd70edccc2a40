package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceGuardTest {
    private static final String SERVER = "https://kubernetes.example:6443";
    private final NamespaceGuard guard = new NamespaceGuard(URI.create(SERVER), List.of("shop", "payments"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/shop/pods",
                "/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb",
                "/api/v1/namespaces/shop/secrets/login",
                "/api/v1/namespaces/shop/configmaps/settings",
                "/api/v1/namespaces/payments/pods/web-1",
                "/api/v1/namespaces/shop/pods/web-1.example/log?follow=true",
                "/apis/apps/v1/namespaces/shop/deployments",
                "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods/web-1",
                "/version",
                "/api",
                "/apis",
                "/api/v1",
                "/apis/apps",
                "/apis/apps/v1"
            })
    void letsReadsOfAllowedNamespacesThrough(String path) {
        assertThatCode(() -> guard.check("GET", URI.create(SERVER + path))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/vault/pods",
                "/api/v1/namespaces/shop2/pods",
                "/api/v1/namespaces/Shop/pods",
                "/api/v1/namespaces//pods",
                "/api/v1/namespaces/shop//pods",
                "//api/v1/namespaces/shop/pods",
                "/api/v1/namespaces/shop/pods/",
                "/api/v1/namespaces/shop/../vault/pods",
                "/api/v1/namespaces/shop/./pods",
                "/api/v1/namespaces/shop/%2e%2e/vault/pods",
                "/api/v1/namespaces/shop/%2E%2E/vault",
                "/api/v1/namespaces/shop%2f..%2fvault/pods",
                "/api/v1/namespaces/shop%2Fpods",
                "/api/v1/namespaces/sho%70/pods",
                "/api/v1/namespaces/shop/pods/..",
                "/api/v1/namespaces/shop/pods/web;x/log",
                "/api/v1/namespaces/vault/pods?namespace=shop",
                "/api/v1/namespaces/shop",
                "/api/v1/namespaces",
                "/api/v1/pods",
                "/api/v1/nodes/n1/proxy/containerLogs/vault/x/y",
                "/api/v1/watch/namespaces/shop/pods",
                "/api/v1/proxy/namespaces/shop/pods",
                "/api/v2/namespaces/shop/pods",
                "/apis/apps/v1/deployments",
                "/apis/apps/namespaces/shop/deployments/web",
                "/api/v1/namespaces/shop/pods/web-1/exec",
                "/api/v1/namespaces/shop/pods/web-1/attach",
                "/api/v1/namespaces/shop/pods/web-1/portforward",
                "/api/v1/namespaces/shop/pods/web-1/proxy",
                "/api/v1/namespaces/shop/services/web/proxy",
                "/api/v1/namespaces/shop/services/web/log",
                "/api/v1/namespaces/shop/pods/web-1/proxy/admin",
                "/api/v1/namespaces/shop/secrets",
                "/api/v1/namespaces/shop/secrets?watch=true",
                "/api/v1/namespaces/vault/secrets/login",
                "/metrics",
                "/healthz",
                "/logs/kubelet.log",
                "/",
                ""
            })
    void refusesEverythingElse(String path) {
        assertThatThrownBy(() -> guard.check("GET", URI.create(SERVER + path))).isInstanceOf(NamespaceRefused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get"})
    void refusesEveryMethodButGet(String method) {
        assertThatThrownBy(() -> guard.check(method, URI.create(SERVER + "/api/v1/namespaces/shop/pods")))
                .isInstanceOf(NamespaceRefused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example:6443/api/v1/namespaces/shop/pods",
                "https://kubernetes.example/api/v1/namespaces/shop/pods",
                "http://kubernetes.example:6443/api/v1/namespaces/shop/pods",
                "https://kubernetes.example:6443@elsewhere.example/api/v1/namespaces/shop/pods",
                "mailto:a@b"
            })
    void refusesEveryOtherHost(String uri) {
        assertThatThrownBy(() -> guard.check("GET", URI.create(uri))).isInstanceOf(NamespaceRefused.class);
    }

    @Test
    void knowsAnApiServerBelowAPath() {
        NamespaceGuard below = new NamespaceGuard(URI.create(SERVER + "/k8s/c1"), List.of("shop"));
        assertThatCode(() -> below.check("GET", URI.create(SERVER + "/k8s/c1/api/v1/namespaces/shop/pods")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> below.check("GET", URI.create(SERVER + "/k8s/c2/api/v1/namespaces/shop/pods")))
                .isInstanceOf(NamespaceRefused.class);
        assertThatThrownBy(() -> below.check("GET", URI.create(SERVER + "/api/v1/namespaces/shop/pods")))
                .isInstanceOf(NamespaceRefused.class);
    }
}
