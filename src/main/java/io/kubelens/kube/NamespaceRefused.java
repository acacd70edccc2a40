package io.kubelens.kube;

/** A call that would leave the allowed namespaces, or would not be a read: a fault of ours, refused before it is sent. */
public final class NamespaceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NamespaceRefused(String message) {
        super(message);
    }
}
