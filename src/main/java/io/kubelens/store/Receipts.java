package io.kubelens.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Where the last step of {@code direct:logs-store} says that a capsule is stored; whoever keeps what is pending listens. */
public final class Receipts {
    private final List<Consumer<Receipt>> listeners = new CopyOnWriteArrayList<>();
    private final StoreCounts counts;

    public Receipts(StoreCounts counts) {
        this.counts = counts;
    }

    /** Tells the listener of every receipt from now on, on the thread of the route. */
    public void listen(Consumer<Receipt> listener) {
        listeners.add(listener);
    }

    /** The same receipt, which is the route's answer. */
    public Receipt stored(Receipt receipt) {
        if (receipt.added()) {
            counts.stored().increment();
        }
        listeners.forEach(listener -> listener.accept(receipt));
        return receipt;
    }
}
