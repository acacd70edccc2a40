package io.kubelens.access;

import static io.kubelens.access.TestToken.NOW;
import static io.kubelens.access.TestToken.RSA;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A realm and the keys that are read from it, at each test's own pace. */
abstract class PacedKeys {
    static final RSAKey NEXT = TestToken.rsa("next");
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration TICK = Duration.ofMillis(50);
    /** Reads at the start, and then only when a stranger asks: three times, and no more. */
    static final Pace ON_DEMAND = pace(HOUR, HOUR, Duration.ofSeconds(3));
    /** Reads all the time. */
    static final Pace BUSY = pace(TICK, HOUR, Duration.ofSeconds(3));

    LoopbackRealm realm;

    @SuppressWarnings("NullAway.Init") // Each test starts them at its own pace.
    SigningKeys keys;

    @BeforeEach
    final void openRealm() throws IOException {
        realm = LoopbackRealm.open(RSA);
    }

    @AfterEach
    final void close() {
        keys.close();
        realm.close();
    }

    static Pace pace(Duration every, Duration perStranger, Duration patience) {
        return new Pace(every, TICK, TICK, perStranger, 3, patience, Duration.ofSeconds(5));
    }

    final void start(Pace pace) {
        keys = new SigningKeys(realm.auth(), () -> NOW, pace);
        keys.start();
    }

    final void load(Pace pace) {
        start(pace);
        await().until(keys::loaded);
    }
}
