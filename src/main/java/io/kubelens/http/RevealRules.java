package io.kubelens.http;

import org.apache.camel.Exchange;

/**
 * The lock on Secrets: a route may read them in one way only, which is written here word for word. The policy stands
 * around it, the audit before it, and what is read is what was audited.
 */
final class RevealRules {
    private static final Object REVEAL = RouteNode.parse(
                    """
                            filter:
                              expression:
                                method:
                                  ref: secretsPolicy
                                  method: reveals(${exchangeProperty.query}, ${exchangeProperty.principal})
                              steps:
                                - setProperty:
                                    name: secrets
                                    expression:
                                      method:
                                        ref: inspections
                                        method: secrets(${body})
                                - to:
                                    uri: direct:audit
                                    variableReceive: audited
                                - setHeader:
                                    name: Cache-Control
                                    expression:
                                      constant:
                                        expression: no-store
                                - split:
                                    expression:
                                      simple:
                                        expression: ${exchangeProperty.secrets}
                                    aggregationStrategy: "#secretReadings"
                                    parallelProcessing: true
                                    synchronous: true
                                    timeout: "3000"
                                    steps:
                                      - setHeader:
                                          name: CamelKubernetesNamespaceName
                                          expression:
                                            simple:
                                              expression: ${header.ns}
                                      - setHeader:
                                          name: CamelKubernetesSecretName
                                          expression:
                                            simple:
                                              expression: "${body}"
                                      - to:
                                          uri: kubernetes-secrets:local
                                          parameters:
                                            operation: getSecret
                                            kubernetesClient: "#k8s"
                            """)
            .plain();

    private static final String NAMES = "secrets";

    private RevealRules() {}

    /** Whether that step has read Secrets for this answer, or was about to. */
    static boolean hasRead(Exchange exchange) {
        return exchange.getProperty(NAMES) != null;
    }

    /** Whether this step is the one in which Secrets may be read. */
    static boolean isReveal(RouteNode step) {
        return step.plain().equals(REVEAL);
    }

    static boolean isSecrets(String uri) {
        return uri.startsWith("kubernetes-secrets:");
    }
}
