package io.kubelens.real;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The text of a kubeconfig that signs in with a bearer token. */
final class Kubeconfig {
    private Kubeconfig() {}

    static String of(String server, String caPem, String token) {
        String ca = Base64.getEncoder().encodeToString(caPem.getBytes(StandardCharsets.US_ASCII));
        return """
                apiVersion: v1
                kind: Config
                current-context: rig
                clusters:
                - name: rig
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: rig
                  user:
                    token: %s
                contexts:
                - name: rig
                  context:
                    cluster: rig
                    user: rig
                """
                .formatted(server, ca, token);
    }
}
