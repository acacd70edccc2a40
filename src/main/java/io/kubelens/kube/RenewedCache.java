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
        NamespaceCache before = next;
        next = other;
        take();
        if (before != null) {
            before.close();
        }
    }

    /** Is not to take its place after all. */
    synchronized void forget(NamespaceCache other) {
        if (shown != other) {
            next = next == other ? null : next;
            other.close();
        }
    }

    private synchronized void take() {
        NamespaceCache other = next;
        if (other != null && other.settled()) {
            NamespaceCache before = shown;
            shown = other;
            next = null;
            before.close();
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
