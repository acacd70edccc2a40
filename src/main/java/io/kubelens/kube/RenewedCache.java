package io.kubelens.kube;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache of one namespace; when another is to take its place, the one before until the other has been read once. */
final class RenewedCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedCache.class);

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
            end(before);
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
            end(before);
        }
    }

    /** Nobody asks it any more: that it does not end well must not keep anybody from the other. */
    private static void end(NamespaceCache before) {
        try {
            before.close();
        } catch (RuntimeException e) {
            LOG.error("A watch that another one has replaced could not be ended", e);
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
