package io.kubelens.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Supplier;

/** What user interfaces are told of the configuration: what they show, and the limits of what they ask for. */
public final class UiConfig {
    private final Derived<Config, View> view;

    /** {@code config} is asked for every answer, so that it may change. */
    public UiConfig(Supplier<Config> config) {
        view = new Derived<>(config, UiConfig::view);
    }

    private static View view(Config config) {
        Config.Kubernetes kubernetes = config.kubernetes();
        Config.AppGroupLabels labels = kubernetes.appGroups().labels();
        Config.Logs logs = config.logs();
        return new View(
                new Kubernetes(
                        kubernetes.clusterName(),
                        kubernetes.allowedNamespaces(),
                        kubernetes.labelPrefix(),
                        new AppGroups(
                                kubernetes.appGroups().enabled(),
                                new Labels(labels.selector(), labels.name(), labels.environment(), labels.version()))),
                new Logs(logs.defaultTailLines(), logs.maxTailLines(), logs.maxLineLength()));
    }

    public View view() {
        return view.get();
    }

    /** {@code GET /api/v1/config}; each member is the key of config.yaml of that name. */
    public record View(Kubernetes kubernetes, Logs logs) {}

    public record Kubernetes(
            @JsonProperty("cluster_name") String clusterName,
            @JsonProperty("allowed_namespaces") List<String> allowedNamespaces,
            @JsonProperty("label_prefix") String labelPrefix,
            @JsonProperty("app_groups") AppGroups appGroups) {}

    public record AppGroups(boolean enabled, Labels labels) {}

    /** Keys of labels; empty when unset. */
    public record Labels(String selector, String name, String environment, String version) {}

    /** Lines, lines, and Unicode code points. */
    public record Logs(
            @JsonProperty("default_tail_lines") int defaultTailLines,
            @JsonProperty("max_tail_lines") int maxTailLines,
            @JsonProperty("max_line_length") int maxLineLength) {}
}
