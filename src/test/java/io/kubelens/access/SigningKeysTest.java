package io.kubelens.access;

import static io.kubelens.access.TestToken.NOW;
import static io.kubelens.access.TestToken.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    private static final RSAKey NEXT = TestToken.rsa("next");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TICK = Duration.ofMillis(50);
    /** Reads at the start, and then only when a stranger asks: three times, and no more. */
    private static final Pace ON_DEMAND = pace(HOUR, HOUR, Duration.ofSeconds(3));
    /** Reads all the time. */
    private static final Pace BUSY = pace(TICK, HOUR, Duration.ofSeconds(3));

    private LoopbackRealm realm;

    @SuppressWarnings("NullAway.Init") // Each test starts them at its own pace.
    private SigningKeys keys;

    @BeforeEach
    void openRealm() throws IOException {
        realm = LoopbackRealm.open(RSA);
    }

    @AfterEach
    void close() {
        keys.close();
        realm.close();
    }

    private static Pace pace(Duration every, Duration perStranger, Duration patience) {
        return new Pace(every, TICK, TICK, perStranger, 3, patience, Duration.ofSeconds(5));
    }

    private void start(Pace pace) {
        keys = new SigningKeys(realm.auth(), () -> NOW, pace);
        keys.start();
    }

    private void load(Pace pace) {
        start(pace);
        await().until(keys::loaded);
    }

    @Test
    void readsTheKeysOfTheRealm() {
        load(ON_DEMAND);

        assertThat(keys.issuer()).isEqualTo(realm.issuer());
        assertThat(keys.find("rsa")).isNotNull();
        assertThat(keys.lastRefresh()).contains(NOW);
        assertThat(realm.keyReads()).isEqualTo(1);
    }

    @Test
    void isUnavailableUntilKeysAreRead() {
        realm.goDown();
        start(ON_DEMAND);

        assertThat(keys.loaded()).isFalse();
        assertThat(keys.lastRefresh()).isEmpty();
        assertThatThrownBy(() -> keys.find("rsa"))
                .isInstanceOf(KeysUnavailable.class)
                .hasMessage("signing keys unavailable");
        assertThatThrownBy(keys::issuer).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void recoversByItselfFromARealmThatIsDownAtTheStart() {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            realm.goDown();
            start(ON_DEMAND);
            await().until(() -> log.lines().stream()
                            .filter(line -> line.contains("cannot be read"))
                            .count()
                    > 2);

            realm.comeBack();

            await().until(keys::loaded);
            assertThat(log.warnings()).singleElement().asString().contains("Nobody is let in");
            assertThat(log.lines()).last().asString().startsWith("INFO ").contains("[rsa]");
        }
    }

    @Test
    void keepsItsKeysWhileTheRealmIsDown() {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            load(BUSY);

            realm.goDown();
            await().until(() -> log.lines().stream()
                            .filter(line -> line.contains("cannot be read"))
                            .count()
                    > 2);

            assertThat(keys.find("rsa")).isNotNull();
            assertThat(keys.loaded()).isTrue();
            assertThat(log.warnings()).singleElement().asString().contains("stay in use");
        }
    }

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
    void readsAgainFromTimeToTime() {
        load(BUSY);

        realm.publish(NEXT);

        await().until(() -> keys.lastRefresh().isPresent() && realm.keyReads() > 2);
        assertThat(keys.find("next")).isNotNull();
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
    void readsKeysWhileTheCommonPoolIsBlocked() {
        CountDownLatch gate = new CountDownLatch(1);
        IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .forEach(i -> ForkJoinPool.commonPool().execute(() -> awaitGate(gate)));
        try {
            load(ON_DEMAND);
        } finally {
            gate.countDown();
        }
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}", "{\"keys\":7}"})
    void keepsItsKeysWhenTheAnswerIsNoKeySet(String answer) {
        load(ON_DEMAND);
        realm.publishText(answer);

        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
        assertThat(keys.find("rsa")).isNotNull();
    }

    @Test
    void keepsItsKeysWhenTheAnswerIsTooLong() {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            load(ON_DEMAND);
            realm.publishText(" ".repeat(1 << 20) + new JWKSet(List.<JWK>of(NEXT)));

            assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
            assertThat(keys.find("rsa")).isNotNull();
            assertThat(log.warnings()).singleElement().asString().contains("longer than 1048576 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 302, 404, 503})
    void takesNoKeysFromAnswersOtherThan200(int status) {
        load(ON_DEMAND);
        realm.publish(RSA, NEXT);
        realm.answerWith(status);

        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
    }

    @Test
    void survivesADiscoveryDocumentThatLeadsNowhere() {
        load(ON_DEMAND);
        realm.nameKeysAt("not a uri");
        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
        realm.nameKeysAt("file:/etc/passwd");
        assertThatThrownBy(() -> keys.find("next")).isInstanceOf(KeysUnavailable.class);
        realm.nameKeysAt(realm.issuer() + "/certs");
        realm.publish(RSA, NEXT);

        assertThat(keys.find("next")).isNotNull();
    }

    @Test
    void boundsTheTimeToAnAnswer() {
        realm.holdKeys();

        assertThat(firstWarning(Duration.ofMillis(200))).contains("/certs", "timed out");
    }

    @Test
    void boundsTheTimeOfAnAnswer() {
        realm.holdKeysHalfway();

        assertThat(firstWarning(Duration.ofMillis(200))).contains("/certs", "takes longer than 200 ms");
    }

    private String firstWarning(Duration timeout) {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            start(new Pace(HOUR, HOUR, HOUR, HOUR, 3, TICK, timeout));
            await().until(() -> !log.warnings().isEmpty());
            return log.warnings().getFirst();
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

    @Test
    void believesTheIssuerOfTheRealmAndSaysThatItIsAnother() {
        try (CapturedLog log = CapturedLog.of("io.kubelens.access")) {
            realm.callItself("https://sso.example.com/realms/test");
            load(BUSY);
            await().until(() -> realm.keyReads() > 3);

            assertThat(keys.issuer()).isEqualTo("https://sso.example.com/realms/test");
            assertThat(log.warnings()).singleElement().asString().contains("https://sso.example.com/realms/test");
        }
    }
}
