package io.kubelens.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code routes.store_components} cannot grant, by the names that Camel 4.17 and older ones have for it. */
class StoreGrantsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai-tool",
                "bean",
                "chunk",
                "class",
                "controlbus",
                "dataformat",
                "direct",
                "direct-vm",
                "disruptor",
                "disruptor-vm",
                "djl",
                "docker",
                "dynamic-router",
                "dynamic-router-control",
                "exec",
                "freemarker",
                "jdbc",
                "jooq",
                "jpa",
                "jte",
                "kamelet",
                "kubernetes-custom-resources",
                "kubernetes-secrets",
                "langchain4j-agent",
                "langchain4j-tools",
                "language",
                "mustache",
                "mvel",
                "mybatis",
                "mybatis-bean",
                "openshift-builds",
                "platform-http",
                "reactive-streams",
                "ref",
                "rest",
                "rest-api",
                "rest-openapi",
                "robotframework",
                "saga",
                "schematron",
                "seda",
                "shell",
                "smooks",
                "spring-ai-chat",
                "spring-batch",
                "spring-jdbc",
                "sql",
                "sql-stored",
                "ssh",
                "string-template",
                "stub",
                "thymeleaf",
                "timer",
                "velocity",
                "vertx",
                "vm",
                "wasm",
                "xj",
                "xquery",
                "xslt",
                "xslt-saxon"
            })
    void refusesWhatGetsRoundTheRules(String component) {
        assertThatThrownBy(() -> new Config.Routes("", List.of(component)))
                .hasMessageContaining("'" + component + "' cannot be granted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws2-s3",
                "azure-storage-blob",
                "cql",
                "elasticsearch",
                "file",
                "https",
                "jcache",
                "jms",
                "jolt",
                "kafka",
                "log",
                "minio",
                "mongodb",
                "vertx-http"
            })
    void grantsClientsOfStorageAndOfQueues(String component) {
        assertThat(new Config.Routes("", List.of(component)).storeComponents()).containsExactly(component);
    }
}
