package io.kubelens.access;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which namespaces exist for callers: those of {@code kubernetes.allowed_namespaces}, compared exactly. */
public final class NamespacePolicy {
    private final Set<String> allowed;

    public NamespacePolicy(List<String> allowed) {
        this.allowed = new LinkedHashSet<>(allowed);
    }

    /**
     * Whether a request for this namespace must be refused.
     *
     * @throws NamespaceDenied when there is no name to judge
     */
    public boolean denies(@Nullable String namespace) {
        if (namespace == null || namespace.isBlank()) {
            throw new NamespaceDenied("namespace not allowed");
        }
        return !allowed.contains(namespace);
    }

    /** The allowlist, in the order of the configuration, as callers see it. */
    public List<Namespace> namespaces() {
        return allowed.stream().map(Namespace::new).toList();
    }

    /** An entry of the answer of {@code /api/v1/namespaces}. */
    public record Namespace(String name) {}
}
