package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.HeardLog;
import io.kubelens.store.StoreUnavailable;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a route that nobody calls when it fails. */
@Timeout(30)
final class TimerRouteTest {
    @RegisterExtension
    final HeardLog told = HeardLog.of(TimerFailures.class);

    /** Public, for routes to call. */
    public static final class Chore {
        private final AtomicInteger runs = new AtomicInteger();
        private final RuntimeException failure;

        Chore(RuntimeException failure) {
            this.failure = failure;
        }

        public void work() {
            runs.incrementAndGet();
            throw failure;
        }
    }

    private static TestGateway running(Chore chore) {
        String route =
                """
                - route:
                    id: chore
                    description: Fails
                    from:
                      uri: timer:chore
                      parameters:
                        delay: 0
                        period: 5
                      steps:
                        - bean:
                            ref: chore
                            method: work
                """;
        return TestGateway.with(Map.of("chore", chore))
                .file(new RouteFile("chore.yaml", "lens", route))
                .start();
    }

    @Test
    void runsAgainWhenTheStoreWasDownAndSaysSoOnceInOneLine() {
        Chore chore = new Chore(new IllegalStateException(new StoreUnavailable("no answer")));
        try (TestGateway gateway = running(chore)) {
            await().until(() -> chore.runs.get() > 20);
            assertThat(gateway.gateway.port()).isPositive();
        }

        assertThat(told.events()).singleElement().satisfies(event -> {
            assertThat(event.getFormattedMessage())
                    .isEqualTo("timer://chore?delay=0&period=5 failed, and will be tried again;"
                            + " store: StoreUnavailable: no answer");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void runsAgainAfterAMistakeAndSaysOnceWhereItIs() {
        Chore chore = new Chore(new IllegalStateException("a mistake"));
        try (TestGateway gateway = running(chore)) {
            await().until(() -> chore.runs.get() > 20);
            assertThat(gateway.gateway.port()).isPositive();
        }

        assertThat(told.events()).singleElement().satisfies(event -> assertThat(
                        event.getThrowableProxy().getMessage())
                .contains("a mistake"));
    }
}
