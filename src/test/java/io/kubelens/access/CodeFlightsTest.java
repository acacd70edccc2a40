package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kubelens.request.BadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CodeFlightsTest {
    private static final AccessToken TOKEN = new AccessToken("token", "Bearer", 300L);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final CodeFlights flights = new CodeFlights(now::get);
    private final AtomicInteger made = new AtomicInteger();

    private static TokenRequest request(String code) {
        return new TokenRequest(code, "back", "");
    }

    private static AccessToken refuse() {
        throw new BadRequest("refused");
    }

    private static AccessToken fail() {
        throw new TokenExchangeFailed("failed");
    }

    private AccessToken make() {
        made.incrementAndGet();
        return TOKEN;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void makesOneExchangeForAllWhoAskAtOnce() {
        CountDownLatch gate = new CountDownLatch(1);
        List<CompletableFuture<AccessToken>> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(CompletableFuture.supplyAsync(
                    () -> flights.share(request("one"), held(gate)),
                    task -> Thread.ofVirtual().start(task)));
        }
        await().until(() -> made.get() == 1);
        gate.countDown();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(TOKEN));
        assertThat(made).hasValue(1);
    }

    private Supplier<AccessToken> held(CountDownLatch gate) {
        return () -> {
            AccessToken token = make();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return token;
        };
    }

    @Test
    void remembersAnAnswerForThirtySeconds() {
        flights.share(request("one"), this::make);
        pass(Duration.ofSeconds(30).minusNanos(1));
        flights.share(request("one"), this::make);
        assertThat(made).hasValue(1);

        pass(Duration.ofNanos(1));
        flights.share(request("one"), this::make);

        assertThat(made).hasValue(2);
    }

    @Test
    void remembersARefusalAsWell() {
        assertThatThrownBy(() -> flights.share(request("one"), CodeFlightsTest::refuse))
                .hasMessage("refused");
        assertThatThrownBy(() -> flights.share(request("one"), this::make)).hasMessage("refused");
        assertThat(made).hasValue(0);
    }

    @Test
    void forgetsAFailureAtOnce() {
        assertThatThrownBy(() -> flights.share(request("one"), CodeFlightsTest::fail))
                .isInstanceOf(TokenExchangeFailed.class);

        assertThat(flights.size()).isZero();
        assertThat(flights.share(request("one"), this::make)).isEqualTo(TOKEN);
    }

    @Test
    void refusesACodeThatWasSentWithSomethingElse() {
        flights.share(request("one"), this::make);

        for (TokenRequest other :
                List.of(new TokenRequest("one", "elsewhere", ""), new TokenRequest("one", "back", "v".repeat(43)))) {
            assertThatThrownBy(() -> flights.share(other, this::make)).isInstanceOf(BadRequest.class);
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void forgetsWhatIsOldWithTheNextCall() {
        flights.share(request("one"), this::make);
        pass(Duration.ofSeconds(30));
        flights.share(request("two"), this::make);

        assertThat(flights.size()).isEqualTo(1);
    }

    @Test
    void forgetsRefusedCodesFirstWhenThereAreTooMany() {
        flights.share(request("good"), this::make);
        for (int i = 0; i < CodeFlights.MOST + 10; i++) {
            String code = "guess" + i;
            assertThatThrownBy(() -> flights.share(request(code), CodeFlightsTest::refuse))
                    .hasMessage("refused");
        }

        assertThat(flights.size()).isEqualTo(CodeFlights.MOST);
        flights.share(request("good"), this::make);
        assertThat(made).hasValue(1);
    }

    @Test
    void forgetsTheOldestAnswerWhenAllAreGood() {
        for (int i = 0; i <= CodeFlights.MOST; i++) {
            flights.share(request("good" + i), this::make);
        }
        assertThat(flights.size()).isEqualTo(CodeFlights.MOST);
        made.set(0);

        flights.share(request("good" + CodeFlights.MOST), this::make);
        assertThat(made).hasValue(0);
        flights.share(request("good0"), this::make);
        assertThat(made).hasValue(1);
    }

    @Test
    void refusesMoreThanItCanFollow() {
        CountDownLatch gate = new CountDownLatch(1);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CodeFlights.MOST; i++) {
            String code = "slow" + i;
            callers.add(Thread.ofVirtual().start(() -> flights.share(request(code), held(gate))));
        }
        await().until(() -> made.get() == CodeFlights.MOST);

        assertThatThrownBy(() -> flights.share(request("more"), this::make)).isInstanceOf(TooManyLogins.class);

        gate.countDown();
        await().until(() -> callers.stream().noneMatch(Thread::isAlive));
        assertThat(flights.share(request("more"), this::make)).isEqualTo(TOKEN);
    }

    @Test
    void letsNobodyWaitForAnExchangeThatBroke() {
        Supplier<AccessToken> broken = () -> {
            throw new AssertionError("broken");
        };
        assertThatThrownBy(() -> flights.share(request("one"), broken))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("broken");
        assertThat(flights.share(request("one"), this::make)).isEqualTo(TOKEN);
    }
}
