package io.kubelens.kube;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The third lock: lets through only reads of objects in an allowed namespace, pod logs, and discovery. It looks at the
 * raw path and knows whole shapes, so there is nothing to decode and nothing to normalise; exec, attach, port-forward
 * and proxy are GETs to Kubernetes and have no shape here.
 */
final class NamespaceGuard implements Interceptor {
    static final String NAME = "NAMESPACE-GUARD";
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]*");
    private static final Set<String> ROOTS = Set.of("version", "api", "apis");

    private final URI apiServer;
    private final Supplier<Set<String>> namespaces;

    NamespaceGuard(URI apiServer, Collection<String> namespaces) {
        this(apiServer, () -> Set.copyOf(namespaces));
    }

    /** {@code namespaces} are asked for every call, so that they may change. */
    NamespaceGuard(URI apiServer, Supplier<Set<String>> namespaces) {
        this.apiServer = apiServer;
        this.namespaces = namespaces;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        check(request.method(), request.uri());
    }

    void check(String method, URI uri) {
        if (!method.equals("GET") || !isOurServer(uri) || !isAllowed(uri.getRawPath())) {
            throw new NamespaceRefused("refused before sending: " + method + " " + uri.getRawPath());
        }
    }

    /** The service's token must not travel to any other host. */
    private boolean isOurServer(URI uri) {
        return uri.getUserInfo() == null
                && origin(uri).equals(origin(apiServer))
                && uri.getRawPath().startsWith(apiServer.getRawPath() + "/");
    }

    private static List<Object> origin(URI uri) {
        return List.of(lower(uri.getScheme()), lower(uri.getHost()), uri.getPort());
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private boolean isAllowed(String rawPath) {
        List<String> path =
                List.of(rawPath.substring(apiServer.getRawPath().length() + 1).split("/", -1));
        if (!path.stream().allMatch(segment -> SEGMENT.matcher(segment).matches())) {
            return false;
        }
        int version = path.getFirst().equals("apis") ? 3 : 2;
        if (path.size() <= version) {
            return path.size() == 1 ? ROOTS.contains(path.getFirst()) : isApi(path);
        }
        return isApi(path) && isObject(path.subList(version, path.size()));
    }

    private static boolean isApi(List<String> path) {
        return path.getFirst().equals("apis")
                || (path.getFirst().equals("api") && path.get(1).equals("v1"));
    }

    /** {@code namespaces/{ns}/{resource}}, with a name (secrets only so) or without, and {@code pods/{name}/log}. */
    private boolean isObject(List<String> rest) {
        if (rest.size() < 3 || rest.size() > 5) {
            return false;
        }
        boolean log =
                rest.size() < 5 || (rest.get(2).equals("pods") && rest.get(4).equals("log"));
        boolean named = !rest.get(2).equals("secrets") || rest.size() == 4;
        return log
                && named
                && rest.get(0).equals("namespaces")
                && namespaces.get().contains(rest.get(1));
    }
}
