package io.kubelens.access;

/** The namespace is not in the allowlist, whether it exists or not: 403, with no call upstream. */
public final class NamespaceDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NamespaceDenied(String message) {
        super(message, null, false, false);
    }
}
