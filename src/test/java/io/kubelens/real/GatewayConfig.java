package io.kubelens.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The config.yaml of the example overlay, with our Keycloak and pods that are hidden by a label. */
public record GatewayConfig(String text) {
    private static final Path OVERLAY = Path.of("kustomize/overlays/example/config.yaml");

    /** Pods with this label exist for nobody. */
    static final String HIDDEN = "hidden";

    public static GatewayConfig of(Keycloak keycloak) {
        return new GatewayConfig(overlay()
                        + """
                          pod_filters:
                            exclude_labels: [%s]
                        server:
                          shutdown_seconds: 5
                        """
                                .formatted(HIDDEN))
                .with("https://keycloak.example.com", keycloak.url())
                // A folder of the machine, in which routes of another test could be.
                .with("last_good_dir: /var/lib/kubelens/last-good", "last_good_dir: \"\"");
    }

    private static String overlay() {
        try {
            return Files.readString(OVERLAY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With another text in the place of one that must be there. */
    public GatewayConfig with(String text, String other) {
        if (!this.text.contains(text)) {
            throw new IllegalArgumentException("no '" + text + "' in " + this.text);
        }
        return new GatewayConfig(this.text.replace(text, other));
    }

    /** Nobody is waited for: a log is let go of with its last viewer. */
    GatewayConfig withoutPatience() {
        return and("logs: {worker_idle_ttl_seconds: 0}\n");
    }

    /** With more top-level keys. */
    public GatewayConfig and(String yaml) {
        return new GatewayConfig(text + yaml);
    }

    /** Writes config.yaml into a directory. */
    Path write(Path directory) {
        try {
            return Files.writeString(directory.resolve("config.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
