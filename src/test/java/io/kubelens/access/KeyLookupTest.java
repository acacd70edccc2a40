package io.kubelens.access;

import static io.kubelens.access.TestToken.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What callers get who ask for a key that is not known yet, and what their asking costs the realm. */
class KeyLookupTest extends PacedKeys {
    @Test
    void doesNotJudgeAnUnknownKeyWhileTheRealmIsDown() {
        load(ON_DEMAND);
        realm.goDown();

        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void seesRotatedKeysAtOnce() {
        load(ON_DEMAND);

        realm.publish(NEXT);

        assertThat(keys.find("next")).isNotNull();
        assertThat(keys.find("next")).isNotNull();
        assertThat(keys.find("rsa")).as("withdrawn").isNull();
        assertThat(realm.keyReads()).isEqualTo(3);
    }

    @Test
    void looksUpAKeyThatAppearsDuringARead() throws Exception {
        load(ON_DEMAND);
        CountDownLatch gate = realm.holdKeys();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> keys.find("nobody"));
            await().until(() -> realm.keyReads() == 2);
            var second = callers.submit(() -> keys.find("next"));

            gate.countDown();
            realm.publish(RSA, NEXT);

            assertThat(first.get()).isNull();
            assertThat(second.get()).isNotNull();
        }
    }

    @Test
    void boundsTheReadsThatRandomKeyIdsCause() {
        load(ON_DEMAND);

        assertThat(IntStream.range(0, 200))
                .allSatisfy(i -> assertThat(keys.find("random-" + i)).isNull());

        assertThat(realm.keyReads()).isEqualTo(1 + 3);
    }

    @Test
    void readsOnceForAllThatWait() {
        load(ON_DEMAND);
        CountDownLatch gate = realm.holdKeys();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = IntStream.range(0, 100)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys.find("random-" + i), callers))
                    .toList();
            await().until(() -> realm.keyReads() == 2);
            gate.countDown();

            assertThat(waiting).allSatisfy(future -> assertThat(future.join()).isNull());
        }
        assertThat(realm.keyReads()).isLessThanOrEqualTo(3);
    }

    @Test
    void seesARotationInTheMiddleOfRandomKeyIds() {
        load(pace(HOUR, Duration.ofMillis(300), Duration.ofSeconds(3)));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> spray = CompletableFuture.runAsync(
                    () -> IntStream.iterate(0, i -> !over.get(), i -> i + 1).forEach(i -> keys.find("random-" + i)),
                    callers);
            await().until(() -> realm.keyReads() > 4);

            realm.publish(RSA, NEXT);

            assertThat(keys.find("next")).isNotNull();
            over.set(true);
            spray.join();
        }
    }

    @Test
    void givesUpOnAnUnknownKeyThatCannotBeLookedUpInTime() {
        load(pace(HOUR, HOUR, Duration.ofMillis(100)));
        realm.holdKeys();

        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void neverMakesAKnownKeyWait() {
        load(ON_DEMAND);
        realm.holdKeys();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = callers.submit(() -> keys.find("next"));
            await().until(() -> realm.keyReads() == 2);

            assertThat(keys.find("rsa")).isNotNull();
            assertThat(waiting.isDone()).isFalse();
        } finally {
            realm.publish(RSA, NEXT);
        }
    }

    @Test
    void letsNoMoreThanAThousandWait() {
        load(pace(HOUR, HOUR, HOUR));
        CountDownLatch gate = realm.holdKeys();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 1001)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> keys.find("next"), callers))
                    .toList();

            await().until(() -> all.stream().anyMatch(CompletableFuture::isDone));
            gate.countDown();

            assertThat(all)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .hasSize(1);
        }
    }

    @Test
    void letsGoOfThoseThatWaitWhenItIsClosed() throws Exception {
        load(pace(HOUR, HOUR, HOUR));
        realm.holdKeys();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = callers.submit(() -> keys.find("next"));
            await().until(() -> realm.keyReads() == 2);

            keys.close();

            assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(KeysUnavailable.class);
        }
    }
}
