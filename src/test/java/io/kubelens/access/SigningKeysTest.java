package io.kubelens.access;

import static io.kubelens.access.TestToken.NOW;
import static io.kubelens.access.TestToken.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest extends PacedKeys {
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
    void readsAgainFromTimeToTime() {
        load(BUSY);

        realm.publish(NEXT);

        await().until(() -> keys.lastRefresh().isPresent() && realm.keyReads() > 2);
        assertThat(keys.find("next")).isNotNull();
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
