package io.kubelens.kube;

import org.jspecify.annotations.Nullable;

/** The cache of one namespace; when another is to take its place, the one before until the other has been read once. */
final class RenewedCache implements AutoCloseable {
    private volatile NamespaceCache shown;
    private volatile @Nullable NamespaceCache next;

    RenewedCache(NamespaceCache first) {
        shown = first;
    }

    NamespaceCache now() {
        if (next != null) {
            take();
        }
        return shown;
    }

    /** Is to take its place; one that was to do so before is not waited for any more. */
    synchronized void renew(NamespaceCache other) {
        if (next != null) {
            next.close();
        }
        next = other;
        take();
    }

    private synchronized void take() {
        NamespaceCache other = next;
        if (other != null && other.settled()) {
            shown.close();
            shown = other;
            next = null;
        }
    }

    @Override
    public synchronized void close() {
        shown.close();
        if (next != null) {
            next.close();
        }
    }
}
