package io.kubelens.access;

import io.kubelens.config.Derived;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which namespaces exist for callers: those of {@code kubernetes.allowed_namespaces}, compared exactly. */
public final class NamespacePolicy {
    private final Derived<List<String>, Set<String>> allowed;

    public NamespacePolicy(List<String> allowed) {
        this(() -> allowed);
    }

    /** {@code allowed} is asked for every request, so that it may change. */
    public NamespacePolicy(Supplier<List<String>> allowed) {
        this.allowed = new Derived<>(allowed, LinkedHashSet::new);
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
        return !allowed.get().contains(namespace);
    }

    /** The allowlist, in the order of the configuration, as callers see it. */
    public List<Namespace> namespaces() {
        return allowed.get().stream().map(Namespace::new).toList();
    }

    /** An entry of the answer of {@code /api/v1/namespaces}. */
    public record Namespace(String name) {}
}
