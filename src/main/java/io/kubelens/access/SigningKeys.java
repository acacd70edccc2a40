package io.kubelens.access;

import io.kubelens.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that tokens are signed with, read from the realm by one background thread: from {@link #start} on until they
 * are there, then every 5 minutes, and at once when a token names an unknown key. Such reads are limited (3 at once, then
 * one in 5 s, whoever asks), so random key ids cost the issuer next to nothing and delay a real rotation by 5 s at most.
 *
 * <p>While the realm cannot be read the last keys stay in use, without a limit in time: tokens expire by themselves, and
 * {@link #lastRefresh} shows the age. A key that the realm withdraws is gone with the next read.
 */
public final class SigningKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final Realm realm;
    private final Pace pace;
    private final InstantSource clock;
    private final ReadTurns turns;
    private final Thread reader;
    private volatile @Nullable RealmKeys keys;
    private volatile @Nullable Instant lastRefresh;
    private volatile boolean failing;
    private boolean issuerChecked;

    public SigningKeys(Config.Auth auth, InstantSource clock) {
        this(auth, clock, Pace.NORMAL);
    }

    SigningKeys(Config.Auth auth, InstantSource clock, Pace pace) {
        this.realm = new Realm(auth, pace.timeout());
        this.pace = pace;
        this.clock = clock;
        this.turns = new ReadTurns(pace);
        this.reader = Thread.ofPlatform().daemon().name("signing-keys").unstarted(this::readForEver);
    }

    /** Begins to read; returns at once, whether the realm can be reached or not. To be called once. */
    public void start() {
        reader.start();
    }

    /** Whether keys have been read once; never false again after that. */
    public boolean loaded() {
        return keys != null;
    }

    /** When the keys were last read with success; its age belongs in the metrics. */
    public Optional<Instant> lastRefresh() {
        return Optional.ofNullable(lastRefresh);
    }

    @Override
    public void close() {
        reader.interrupt();
        realm.close();
    }

    /** What tokens must carry as {@code iss}. */
    String issuer() {
        return current().issuer();
    }

    /**
     * The key of that id, null when the realm has no such key. Known ids never wait; an unknown one waits up to 3 s for a
     * read that begins after the call, where the budget allows one.
     *
     * @throws KeysUnavailable when keys were never read, or when an unknown id cannot be looked up because the realm does
     *     not answer
     */
    @Nullable
    VerificationKey find(String id) {
        VerificationKey key = current().byId().get(id);
        return key == null ? findInNextRead(id) : key;
    }

    private RealmKeys current() {
        RealmKeys now = keys;
        if (now == null) {
            throw unavailable();
        }
        return now;
    }

    private @Nullable VerificationKey findInNextRead(String id) {
        boolean known = turns.awaitRead(() -> current().byId().containsKey(id));
        VerificationKey key = current().byId().get(id);
        if (key == null && (failing || !known)) {
            throw unavailable();
        }
        return key;
    }

    private void readForEver() {
        try {
            turns.awaitTurn(Duration.ZERO);
            int failures = 0;
            while (true) {
                failures = tryToRead() ? 0 : failures + 1;
                turns.end();
                turns.awaitTurn(pace.pause(failures));
            }
        } catch (InterruptedException e) {
            LOG.debug("signing keys are no longer read");
        } finally {
            turns.close();
        }
    }

    private boolean tryToRead() throws InterruptedException {
        try {
            accept(realm.read());
            return true;
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("closed");
            }
            report(e);
            return false;
        }
    }

    private void accept(RealmKeys fresh) {
        RealmKeys old = keys;
        keys = fresh;
        lastRefresh = clock.instant();
        checkIssuer(fresh.issuer());
        if (failing || old == null || !old.byId().keySet().equals(fresh.byId().keySet())) {
            LOG.info("signing keys of {}: {}", fresh.issuer(), fresh.byId().keySet());
        }
        failing = false;
    }

    private void checkIssuer(String issuer) {
        if (!issuerChecked && !issuer.equals(realm.expectedIssuer())) {
            LOG.warn(
                    "the realm calls itself {}, not {}; tokens must carry the former. If users' tokens are refused, see"
                            + " Keycloak's hostname settings and auth.keycloak_url",
                    issuer,
                    realm.expectedIssuer());
        }
        issuerChecked = true;
    }

    private void report(Exception e) {
        if (failing) {
            LOG.debug("signing keys still cannot be read: {}", e.getMessage());
        } else {
            LOG.warn(
                    "signing keys cannot be read: {}. {}",
                    e.getMessage(),
                    keys == null ? "Nobody is let in until they can" : "Those of " + lastRefresh + " stay in use");
        }
        failing = true;
    }

    private static KeysUnavailable unavailable() {
        return new KeysUnavailable("signing keys unavailable");
    }
}
