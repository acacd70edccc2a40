package io.kubelens.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes as the service's own identity, read-only and only in the allowed namespaces. Every call from Java goes
 * through here; what would leave these bounds throws {@link NamespaceRefused} before it is sent.
 */
public final class ServiceCluster implements AutoCloseable {
    private static final int RETRIES = 2;
    private final URI apiServer;
    private volatile Set<String> namespaces;
    private final ApiAnswers answers = new ApiAnswers();
    private final KubernetesClient client;

    ServiceCluster(Config config, Collection<String> allowed, Vertx vertx) {
        apiServer = URI.create(config.getMasterUrl().replaceAll("/+$", ""));
        namespaces = Set.copyOf(allowed);
        config.setUserAgent("kubelens/" + version());
        // Informers and log sources retry by themselves, with their own back-off; users must not wait for it.
        config.setRequestRetryBackoffLimit(RETRIES);
        client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .withHttpClientBuilderConsumer(this::lock)
                .build();
    }

    /**
     * Makes the client; nothing is sent yet.
     *
     * @param kubeconfig the file to use; null for the one in {@code KUBECONFIG}, else the pod's service account
     * @param allowed the only namespaces that can be read
     * @param vertx stays the caller's
     * @throws IllegalArgumentException when there is no usable identity; the message names the fix
     */
    public static ServiceCluster connect(
            @Nullable Path kubeconfig, Map<String, String> environment, Collection<String> allowed, Vertx vertx) {
        Config config = ServiceIdentity.find(kubeconfig, environment, ServiceIdentity.SERVICE_ACCOUNT);
        return new ServiceCluster(config, allowed, vertx);
    }

    /** As {@link #connect}, for an API server that asks for no credentials: the demo's, a test's. */
    public static ServiceCluster at(URI apiServer, Collection<String> allowed, Vertx vertx) {
        Config config = Config.empty();
        config.setMasterUrl(apiServer.toString());
        return new ServiceCluster(config, allowed, vertx);
    }

    private void lock(HttpClient.Builder builder) {
        // At TRACE this one would log the Authorization header.
        builder.addOrReplaceInterceptor("HttpLogging", null);
        builder.addOrReplaceInterceptor(NamespaceGuard.NAME, new NamespaceGuard(apiServer, this::namespaces));
        builder.addOrReplaceInterceptor(ApiAnswers.NAME, answers);
    }

    private static String version() {
        return Optional.ofNullable(ServiceCluster.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    /** The guarded client; closed with this cluster, by nobody else. */
    public KubernetesClient client() {
        return client;
    }

    /** What is answered to lists and watches of a resource, such as {@code /api/v1/namespaces/shop/pods}. */
    void listen(String path, ApiAnswers.Listener listener) {
        answers.listen(apiServer.getRawPath() + path, listener);
    }

    /** What {@link #listen} began is over. */
    void forget(String path, ApiAnswers.Listener listener) {
        answers.forget(apiServer.getRawPath() + path, listener);
    }

    /** From now on these are the only namespaces that can be read. */
    void allow(Collection<String> allowed) {
        namespaces = Set.copyOf(allowed);
    }

    /** The guarded transport with the service's credentials, for {@link #apiServer} and no other host. */
    public HttpClient http() {
        return client.getHttpClient();
    }

    /** Without a slash at the end; it may have a path, to which the API's own is appended. */
    public URI apiServer() {
        return apiServer;
    }

    public Set<String> namespaces() {
        return namespaces;
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "ServiceCluster[" + apiServer.getHost() + "]";
    }
}
