package io.kubelens.kube;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the API server is and who we are there. It starts from an empty configuration and sets what is meant: the
 * client's own auto-configuration would fill gaps with whatever kubeconfig or token lies around.
 */
final class ServiceIdentity {
    static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private ServiceIdentity() {}

    /** The kubeconfig that is named, else the one in KUBECONFIG, else the pod's service account. */
    static Config find(@Nullable Path kubeconfig, Map<String, String> environment, Path serviceAccount) {
        if (kubeconfig != null) {
            return fromKubeconfig(kubeconfig);
        }
        String named = environment.getOrDefault("KUBECONFIG", "");
        if (named.contains(File.pathSeparator)) {
            throw new IllegalArgumentException("KUBECONFIG names several files; name one with --kubeconfig");
        }
        return named.isEmpty() ? inCluster(environment, serviceAccount) : fromKubeconfig(Path.of(named));
    }

    private static Config fromKubeconfig(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "kubeconfig " + file + " cannot be read; name another with --kubeconfig");
        }
        Config config = parse(file);
        if (config.getCurrentContext() == null) {
            throw new IllegalArgumentException("kubeconfig " + file + " has no current-context; choose one with"
                    + " 'kubectl config use-context'");
        }
        return config;
    }

    private static Config parse(Path file) {
        try {
            return Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException e) {
            // Not the cause: a YAML error quotes the line, and the line may hold a token.
            throw new IllegalArgumentException("kubeconfig " + file + " is not a valid kubeconfig; 'kubectl config view"
                    + " --kubeconfig " + file + "' says why");
        }
    }

    private static Config inCluster(Map<String, String> environment, Path serviceAccount) {
        Path token = serviceAccount.resolve("token");
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        if (host.isEmpty() || !Files.isReadable(token)) {
            throw new IllegalArgumentException("no Kubernetes: not in a pod with a service account token, and no"
                    + " kubeconfig is named; use --kubeconfig FILE or KUBECONFIG");
        }
        Config config = Config.empty();
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        config.setMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        config.setCaCertFile(serviceAccount.resolve("ca.crt").toString());
        config.setOauthTokenProvider(new ServiceAccountToken(token, Clock.systemUTC()));
        return config;
    }
}
