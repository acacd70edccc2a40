package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** That the store of {@code examples/new-store} does what every store must, and what it is for. */
class NewStoreTest extends StoreContract {
    private final Told told = new Told();

    /** In place of the webhook. */
    public static final class Told {
        private final Queue<String> messages = new ConcurrentLinkedQueue<>();

        public void post(String url, String json) {
            messages.add(url + " " + json);
        }
    }

    @Override
    String config() {
        return "storage: {kind: announced, " + LIMITS + "}\n";
    }

    @Override
    StoreRoutes open(Config config) {
        return new StoreRoutes(config, clock, Path.of("examples/new-store/routes"), Map.of("webhook", told));
    }

    /** It is in memory. */
    @Override
    StoreRoutes other() {
        return routes;
    }

    @Test
    void tellsOfARunThatWasAddedAndOfNoLine() {
        routes.store(capsules.of("web-1", 0, "2026-11-21T09:00:00.000000000Z last words\n"));
        routes.store(capsules.of("web-1", 0, "2026-11-21T09:00:00.000000000Z of another replica\n"));

        assertThat(List.copyOf(told.messages))
                .singleElement()
                .asString()
                .startsWith("https://hooks.example.com/runs {")
                .contains("\"podName\":\"web-1\"", "\"container\":\"app\"", "OOMKilled")
                .doesNotContain("last words", "another replica");
    }
}
