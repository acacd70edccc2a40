package io.kubelens.real;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A real kube-apiserver with its etcd: RBAC on, service account tokens, no controllers and no nodes of its own.
 *
 * <p>Not fabric8's kube-api-test: that one binds etcd to every interface, changes port and deletes the data when it
 * stops (an API server that comes back cannot be played), knows no kubelet client certificate, and leaves its children
 * behind when the JVM ends.
 */
public final class KubeApi implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Who was answered what; a stream when it begins. */
    private static final String AUDIT_POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - level: Metadata
                userGroups: ["system:serviceaccounts"]
              - level: None
            """;

    private final KubeBinaries binaries;
    private final Path directory;
    private final TestCertificate certificate;
    private final String adminToken = UUID.randomUUID().toString();
    private final int port = ChildProcess.freePort();
    private final int etcdPort = ChildProcess.freePort();
    private final List<KubernetesClient> clients = new ArrayList<>();
    private final ChildProcess etcd;
    private final KubernetesClient admin;
    private ChildProcess server;

    private KubeApi(KubeBinaries binaries, Path directory) throws IOException {
        this.binaries = binaries;
        this.directory = directory;
        this.certificate = TestCertificate.create(directory);
        Files.writeString(directory.resolve("tokens.csv"), adminToken + ",admin,admin,system:masters\n");
        Files.writeString(adminKubeconfigFile(), adminKubeconfig());
        Files.writeString(directory.resolve("audit-policy.yaml"), AUDIT_POLICY);
        this.etcd = ChildProcess.start("etcd", directory, Map.of(), etcdCommand());
        this.admin = client(adminToken);
        this.server = launch();
    }

    /** Starts both servers and waits until they are ready; skips the test where they are not installed. */
    public static KubeApi start() {
        KubeBinaries binaries = KubeBinaries.find();
        try {
            return new KubeApi(binaries, Files.createTempDirectory("kubelens-kube-api"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "https://127.0.0.1:" + port;
    }

    TestCertificate certificate() {
        return certificate;
    }

    /** A member of system:masters; closed with this. */
    public KubernetesClient admin() {
        return admin;
    }

    public Path adminKubeconfigFile() {
        return directory.resolve("admin.kubeconfig");
    }

    public String adminKubeconfig() {
        return kubeconfig(adminToken);
    }

    /** The text of a kubeconfig for whoever the token says. */
    public String kubeconfig(String token) {
        try {
            return Kubeconfig.of(url(), certificate.pem(), token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client for whoever the token says; closed with this. */
    public KubernetesClient client(String token) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig(token)))
                .build();
        clients.add(client);
        return client;
    }

    /** A fresh token of an existing service account, valid for an hour. */
    public String serviceAccountToken(String namespace, String name) {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** One JSON object per line for every request of a service account. */
    Path auditLog() {
        return directory.resolve("audit.log");
    }

    /** Runs kubectl as admin. */
    public Finished kubectl(String... arguments) {
        return kubectl(adminKubeconfigFile(), arguments);
    }

    /** Runs kubectl as whoever the kubeconfig says, in a home of its own; skips the test where there is none. */
    public Finished kubectl(Path kubeconfig, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(binaries.kubectl().toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        ChildProcess.isolate(builder, directory);
        return Finished.run(builder);
    }

    /** Kills the API server; etcd keeps the data. */
    public void stop() {
        server.close();
    }

    /** Starts the API server after {@link #stop}, on the same port with the same data, and waits until it is ready. */
    public void restart() {
        server.close();
        server = launch();
    }

    int port() {
        return port;
    }

    /**
     * Forgets all that was before now, in etcd and, by a restart, in the API server: a watch from an earlier version is
     * answered 410.
     */
    void compact() throws IOException, InterruptedException {
        stop();
        JsonNode header = etcd("range", "{\"key\": \"AA==\"}").path("header");
        etcd("compaction", "{\"revision\": \"" + header.path("revision").asText() + "\", \"physical\": true}");
        restart();
    }

    /** Calls etcd's JSON gateway. */
    private JsonNode etcd(String call, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + etcdPort + "/v3/kv/" + call))
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        }
    }

    private ChildProcess launch() {
        ChildProcess child = ChildProcess.start("kube-apiserver", directory, Map.of(), serverCommand());
        Awaitility.await("kube-apiserver is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ready(child));
        return child;
    }

    private boolean ready(ChildProcess child) {
        etcd.checkAlive();
        child.checkAlive();
        return Readiness.ok(url() + "/readyz", adminToken, certificate)
                && Readiness.ok(url() + "/api/v1/namespaces/default", adminToken, certificate);
    }

    private List<String> etcdCommand() {
        String client = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + ChildProcess.freePort();
        return List.of(
                binaries.etcd().toString(),
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
    }

    private List<String> serverCommand() {
        return List.of(
                binaries.apiServer().toString(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--endpoint-reconciler-type=none",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--tls-cert-file=" + certificate.certificateFile(),
                "--tls-private-key-file=" + certificate.keyFile(),
                "--cert-dir=" + directory,
                "--token-auth-file=" + directory.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--audit-policy-file=" + directory.resolve("audit-policy.yaml"),
                "--audit-log-path=" + auditLog(),
                // Nothing creates the default service accounts and their secrets here, so pods could not be made.
                "--disable-admission-plugins=ServiceAccount",
                "--service-account-issuer=" + url(),
                "--service-account-signing-key-file=" + certificate.keyFile(),
                "--service-account-key-file=" + certificate.certificateFile(),
                "--kubelet-client-certificate=" + certificate.certificateFile(),
                "--kubelet-client-key=" + certificate.keyFile(),
                "--kubelet-preferred-address-types=InternalIP");
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        server.close();
        etcd.close();
        Directories.delete(directory);
    }
}
