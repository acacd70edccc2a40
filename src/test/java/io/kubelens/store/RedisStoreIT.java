package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.api.RedissonClient;
import redis.embedded.RedisServer;

/** Redis with an append-only file, written at every command: what docs/stores.md recommends. */
class RedisStoreIT extends StoreContract {
    @SuppressWarnings("NullAway.Init")
    private static RedisServer server;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        int port = freePort();
        server = RedisServer.newRedisServer()
                .port(port)
                .setting("dir " + directory)
                .setting("appendonly yes")
                .setting("appendfsync always")
                .setting("requirepass s3cret")
                .build();
        server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String url() {
        return "redis://:s3cret@127.0.0.1:" + server.ports().getFirst() + "/3";
    }

    @Override
    String config() {
        return "cache: {enabled: true, redis_url: \"" + url() + "\"}\nstorage: {" + LIMITS + "}\n";
    }

    @Override
    void empty() {
        redis(redis -> redis.getKeys().flushdb());
    }

    private void redis(Consumer<RedissonClient> use) {
        RedissonClient redis = RedisConnection.connect(DatabaseUrl.of(new Secret(url()), "cache.redis_url"));
        try {
            use.accept(redis);
        } finally {
            redis.shutdown();
        }
    }

    @Test
    void leavesNoKeyBehindWhenAllHasExpired() {
        routes.store(capsules.of("web-1", 0, Capsules.lines(10)));
        routes.store(capsules.of("web-1", 0, Capsules.lines(20)));
        routes.store(capsules.of("web-2", 0, Capsules.lines(20)));
        clock.move(Capsules.LIFE);

        assertThat(routes.expire()).isEqualTo(2);

        redis(redis -> assertThat(redis.getKeys().count()).isZero());
    }

    @Test
    void neverShowsACapsuleThatWasCutOff() {
        SealedCapsule half = capsules.of("web-1", 0, Capsules.lines(100));
        redis(redis ->
                redis.<byte[]>getList("kubelens:chunks:" + half.capsule().id()).add(new byte[1]));
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).isEmpty();

        assertThat(routes.store(half).added()).isTrue();

        assertThat(log(half)).isEqualTo(Capsules.lines(100));
    }

    @Test
    void letsRedisForgetWhatIsOver() {
        CapsuleWriter writer = new CapsuleWriter(10, 10);
        SealedCapsule brief = writer.seal(
                capsules.ended("web-1", 0), true, null, clock.instant().plusMillis(500), clock);
        routes.store(brief);

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        routes.load(CapsuleQuery.ofNamespace("shop")))
                .isEmpty());
        assertThat(routes.chunks(ChunkPage.of(brief.capsule(), 0, 1))).isEmpty();
    }

    @Test
    void saysSoWhileTheServerIsDownAndGoesOnAfterwards() throws IOException {
        SealedCapsule before = capsules.of("web-1", 0, Capsules.lines(100));
        routes.store(before);
        routes.put(write("aa", "{\"theme\":\"s3cret\"}", "1", ""));
        server.stop();

        refuses(() -> routes.store(capsules.of("web-2", 0, "s3cret line\n")));
        refuses(() -> routes.load(CapsuleQuery.ofNamespace("shop")));
        refuses(() -> routes.put(write("aa", "{\"theme\":\"s3cret\"}", "1", "")));
        server.start();

        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                        routes.load(CapsuleQuery.ofNamespace("shop")))
                .containsExactly(before.capsule()));
        assertThat(log(before)).isEqualTo(Capsules.lines(100));
        assertThat(routes.session("aa")).isNotNull();
    }
}
