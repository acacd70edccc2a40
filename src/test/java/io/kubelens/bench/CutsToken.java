package io.kubelens.bench;

import io.kubelens.real.Keycloak;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A token that is renewed before it expires. */
final class CutsToken implements Supplier<String>, AutoCloseable {
    private static final int SECONDS = 100;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile String token;

    CutsToken(Keycloak keycloak) {
        token = keycloak.token("developer");
        var unused = clock.scheduleWithFixedDelay(
                () -> token = keycloak.token("developer"), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String get() {
        return token;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
