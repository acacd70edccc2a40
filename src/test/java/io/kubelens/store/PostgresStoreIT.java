package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreIT extends StoreContract {
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    @BeforeAll
    static void start(@TempDir Path directory) {
        server = new PostgresServer(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    String config() {
        return "storage: {database_url: \"" + server.url() + "\", " + LIMITS + "}\n";
    }

    @Override
    void empty() {
        server.empty();
    }

    @Test
    void neverShowsACapsuleThatWasCutOffAndSweepsItsChunks() {
        SealedCapsule half = capsules.of("web-1", 0, Capsules.lines(100));
        server.sql("insert into log_chunk (capsule_id, seq, lines) values ('"
                + half.capsule().id() + "', 0, '\\x00')");
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).isEmpty();
        SealedCapsule whole = capsules.of("web-1", 0, Capsules.lines(200));
        assertThat(routes.store(whole).added()).isTrue();

        clock.move(Duration.ofMinutes(11));
        routes.sweep();

        assertThat(routes.chunks(ChunkPage.of(half.capsule(), 0, 1))).isEmpty();
        assertThat(log(whole)).isEqualTo(Capsules.lines(200));
    }

    @Test
    void saysSoWhileTheServerIsDownAndGoesOnAfterwards() {
        SealedCapsule before = capsules.of("web-1", 0, Capsules.lines(100));
        routes.store(before);
        server.stop();

        refuses(() -> routes.store(capsules.of("web-2", 0, "x\n")));
        refuses(() -> routes.load(CapsuleQuery.ofNamespace("shop")));
        refuses(() -> routes.session("aa"));
        refuses(() -> routes.put(write("aa", "{}", "1", "")));
        server.start();

        Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(
                        routes.load(CapsuleQuery.ofNamespace("shop")))
                .containsExactly(before.capsule()));
        assertThat(routes.store(capsules.of("web-2", 0, "x\n")).added()).isTrue();
    }

    @Test
    void startsBeforeItsServer() {
        server.stop();
        try (StoreRoutes early = open()) {
            refuses(() -> early.load(CapsuleQuery.ofNamespace("shop")));
            server.start();
            Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(
                            early.load(CapsuleQuery.ofNamespace("shop")))
                    .isEmpty());
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenTheServerIsKilled() throws Exception {
        SealedCapsule kept = capsules.of("web-1", 0, Capsules.lines(5_000));
        routes.store(kept);
        routes.put(write("aa", "{}", "1", ""));

        server.kill();
        server.start();

        Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(
                        routes.load(CapsuleQuery.ofNamespace("shop")))
                .containsExactly(kept.capsule()));
        assertThat(log(kept)).isEqualTo(Capsules.lines(5_000));
        assertThat(routes.session("aa")).isNotNull();
    }
}
