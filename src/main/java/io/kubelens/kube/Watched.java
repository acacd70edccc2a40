package io.kubelens.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kind in one namespace, listed and watched for ever: after a lost watch, 410 or an outage it is watched again, with
 * exponential back-off of at most half a minute. Meanwhile the last known state stays readable, unless Kubernetes
 * refuses it (401, 403) or does not know it (404) for longer than an API server needs to learn its roles when it
 * starts: then there is nothing to show.
 */
final class Watched<T extends HasMetadata> implements AutoCloseable, ApiAnswers.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final long PATIENCE = Duration.ofSeconds(15).toNanos();

    private final What what;
    private final SharedIndexInformer<T> informer;
    private final SlimStore<T> store;
    private final Troubles troubles;
    private final LongSupplier nanoTime;
    private volatile Refusal refusal = Refusal.NONE;
    private volatile boolean closed;
    /** Since when Kubernetes has not answered well, in {@link System#nanoTime}. */
    private volatile @Nullable Long troubled;

    private Runnable onClose = () -> {};

    /** For messages. */
    record What(String kind, String namespace) {
        @Override
        public String toString() {
            return kind + " in " + namespace;
        }
    }

    /**
     * The last error that Kubernetes has answered.
     *
     * @param code the HTTP status; 0 for none
     * @param since in {@link System#nanoTime}, when it began to answer so
     * @param over whether it has answered well since
     */
    private record Refusal(int code, long since, boolean over) {
        static final Refusal NONE = new Refusal(0, 0, true);

        boolean isNo() {
            return !over && (code == 401 || code == 403 || code == 404);
        }

        Refusal ended() {
            return new Refusal(code, since, true);
        }
    }

    Watched(What what, Informable<T> source, Consumer<? super T> slim, Troubles troubles, LongSupplier nanoTime) {
        this.what = what;
        this.troubles = troubles;
        this.nanoTime = nanoTime;
        store = new SlimStore<>(slim);
        informer = source.runnableInformer(0)
                .itemStore(store)
                .removeNamespaceIndex()
                .exceptionHandler(this::broke);
    }

    void handle(ResourceEventHandler<? super T> handler) {
        informer.addEventHandler(handler);
    }

    /** Told before {@link #start}. */
    void onClose(Runnable what) {
        onClose = what;
    }

    /** Returns at once; failures are retried. */
    void start() {
        informer.start().exceptionally(failure -> null);
    }

    boolean readable() {
        Refusal last = refusal;
        return informer.hasSynced() && !(last.isNo() && nanoTime.getAsLong() - last.since() > PATIENCE);
    }

    /**
     * Whether Kubernetes has said that this is not to be had: 403, or 404 on an API server that lacks the kind. It stays so
     * until the first list has been read, not only begun.
     */
    boolean leftOut() {
        int code = refusal.code();
        return (code == 403 || code == 404) && !readable();
    }

    /** Whether this was never to be had for any other fault of the server, such as a conversion that is broken. */
    boolean failing() {
        int code = refusal.code();
        return code >= 400 && code != 401 && code != 429 && !readable();
    }

    /** For how long what is known here may have been out of date, in nanoseconds; 0 while it is watched. */
    long age() {
        Long since = troubled;
        return since == null ? 0 : nanoTime.getAsLong() - since;
    }

    private void troubled() {
        if (troubled == null) {
            troubled = nanoTime.getAsLong();
        }
    }

    /** Another one whenever {@link #known()} or what is said of it here would be different. */
    State state() {
        return new State(store.changes(), readable(), leftOut(), failing());
    }

    record State(long changes, boolean readable, boolean leftOut, boolean failing) {}

    /** Throws {@link KubernetesUnavailable} when there is nothing to show. */
    List<T> all() {
        requireReadable();
        return informer.getStore().list();
    }

    /** Throws {@link KubernetesUnavailable} when there is nothing to show. */
    Optional<T> one(String name) {
        requireReadable();
        return known(name);
    }

    /** What is known; nothing when nothing may be shown. */
    List<T> known() {
        return readable() ? informer.getStore().list() : List.of();
    }

    Optional<T> known(String name) {
        return readable() ? Optional.ofNullable(informer.getStore().getByKey(name)) : Optional.empty();
    }

    /** Throws {@link KubernetesUnavailable} when there is nothing to show. */
    void requireReadable() {
        if (!readable()) {
            throw new KubernetesUnavailable("kubernetes unavailable");
        }
    }

    /** What was known last, also when it may not be shown any more. */
    Optional<T> lastKnown(String name) {
        return Optional.ofNullable(informer.getStore().getByKey(name));
    }

    /** What was no answer: it cannot be read, or there was none. */
    private boolean broke(boolean started, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (!(root instanceof KubernetesClientException answer && answer.getCode() != 0)) {
            failed(root);
        }
        return true;
    }

    @Override
    public synchronized void answered(int code) {
        if (code < 400) {
            refusal = refusal.ended();
            troubles.over(this);
            troubled = null;
        } else if (code != 410) {
            troubled();
            // A no counts until there is a yes: an overload in between is none.
            Refusal now = new Refusal(code, refusal.isNo() ? refusal.since() : nanoTime.getAsLong(), false);
            refusal = now.isNo() || !refusal.isNo() ? now : refusal;
            tell(code);
        }
    }

    @Override
    public void failed(Throwable failure) {
        troubled();
        say("connection", "Kubernetes cannot be asked for " + what + ", retrying: " + failure);
    }

    private void tell(int code) {
        switch (code) {
            case 401 -> say("credentials", "Kubernetes answers 401 for " + what + ": it does not take our credentials");
            case 429 -> say("overload", "Kubernetes answers 429 for " + what + ", retrying: it has too much to do");
            default ->
                say(
                        what.kind() + " " + code,
                        "Kubernetes answers " + code + " for " + what
                                + ": left out, there and wherever else it answers so, until it answers otherwise"
                                + (code == 403 ? "; grant get, list and watch" : ""));
        }
    }

    private void say(String about, String message) {
        if (!closed) {
            troubles.say(about, message, this);
        }
        if (closed) {
            // Perhaps since a moment ago.
            troubles.over(this);
        }
    }

    /** Does not throw: others are closed behind it. */
    @Override
    public void close() {
        closed = true;
        troubles.over(this);
        try {
            informer.close();
        } catch (RuntimeException e) {
            LOG.error("The watch of {} could not be ended", what, e);
        }
        onClose.run();
    }
}
