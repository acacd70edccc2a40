package io.kubelens.http;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What probes ask. Ready means: signing keys were loaded once and the caches were filled once; from then on only a stop
 * makes this replica unready, because an outage that all replicas share must not take them all out of the Service.
 */
public final class Health {
    private final BooleanSupplier started;
    private volatile boolean ready;
    private volatile boolean stopping;

    public Health(BooleanSupplier started) {
        this.started = started;
    }

    public Map<String, String> live() {
        return Map.of("status", "ok");
    }

    /**
     * The answer of {@code /readyz}.
     *
     * @throws NotReady until the first start-up is complete, and once a stop has begun
     */
    public Map<String, String> ready() {
        if (!isReady()) {
            throw new NotReady("not ready");
        }
        return Map.of("status", "ready");
    }

    public boolean isReady() {
        if (!ready && started.getAsBoolean()) {
            ready = true;
        }
        return ready && !stopping;
    }

    public void stopping() {
        stopping = true;
    }
}
