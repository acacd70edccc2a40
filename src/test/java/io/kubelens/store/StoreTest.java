package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.config.Config;
import io.kubelens.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memory | ''",
                "sqlite | storage: {database_url: 'sqlite:///x'}",
                "postgres | storage: {database_url: 'postgresql://db/k'}",
                "redis | cache: {enabled: true, redis_url: 'redis://r'}",
                "memory | storage: {kind: memory, database_url: 'postgresql://db/k'}",
                "s3 | storage: {kind: s3}"
            })
    void choosesTheKind(String kind, String sections) {
        assertThat(StoreConfig.read(directory, sections).storeKind()).isEqualTo(kind);
    }

    @Test
    void takesNoRedisThatIsNotEnabled() {
        Config config = StoreConfig.read(directory, "cache: {enabled: false, redis_url: 'redis://r'}");

        assertThat(config.storeKind()).isEqualTo("memory");
    }

    @Test
    void prefersRedisToADatabase() {
        Config config = StoreConfig.read(
                directory,
                """
                storage: {database_url: 'postgresql://db/k'}
                cache: {enabled: true, redis_url: 'redis://r'}
                """);

        assertThat(config.storeKind()).isEqualTo("redis");
    }

    @Test
    void takesAUrlApart() {
        DatabaseUrl url = DatabaseUrl.of(
                new Secret("postgres://kl:p%40s@s+:w@db-1:5432,db-2/kube%20lens?sslmode=require&password=x"), "key");

        assertThat(url.hosts()).isEqualTo("db-1:5432,db-2");
        assertThat(url.user()).isEqualTo("kl");
        assertThat(url.password()).isEqualTo(new Secret("p@s@s+:w"));
        assertThat(url.path()).isEqualTo("kube lens");
        assertThat(url.query()).isEqualTo("sslmode=require");
        assertThat(url.toString()).doesNotContain("p@s");
    }

    @Test
    void takesThePasswordFromTheParametersToo() {
        DatabaseUrl url = DatabaseUrl.of(new Secret("postgres://db/k?user=me&password=s3cret"), "key");

        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo(new Secret("s3cret"));
        assertThat(url.query()).isEmpty();
    }

    @Test
    void neverTellsAPassword() {
        assertThatThrownBy(() -> DatabaseUrl.of(new Secret("postgres://u:s3cret"), "storage.database_url"))
                .hasMessageContaining("storage.database_url")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> Store.open(
                        StoreConfig.read(directory, "cache: {enabled: true, redis_url: 'redis://:s3cret@r/no'}"),
                        Clock.systemUTC()))
                .hasMessageContaining("cache.redis_url")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void givesACustomStoreAllThatIsConfigured() {
        Config config = StoreConfig.read(
                directory, "storage: {kind: mine, database_url: 'sqlite://" + directory.resolve("k.db") + "'}");
        try (Store store = Store.open(config, Clock.systemUTC())) {
            assertThat(store.kind()).isEqualTo("mine");
            assertThat(store.beans()).containsKeys("store", "storeReads", "memoryStore", "capsuleRows", "receipts");
        }
    }

    @Test
    void makesNoFileBeforeItIsStarted() {
        Path file = directory.resolve("k.db");
        Config config = StoreConfig.read(directory, "storage: {database_url: 'sqlite://" + file + "'}");
        try (Store store = Store.open(config, Clock.systemUTC())) {
            assertThat(file).doesNotExist();

            store.start();

            assertThat(file).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storage: {database_url: 'postgresql://127.0.0.1:@/k'}",
                "cache: {enabled: true, redis_url: 'redis://127.0.0.1:@'}"
            })
    void asksNoServerBeforeItIsStarted(String sections) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(500);
            Config config = StoreConfig.read(directory, sections.replace("@", String.valueOf(server.getLocalPort())));
            try (Store store = Store.open(config, Clock.systemUTC())) {
                assertThat(store.beans()).isNotEmpty();
                assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }
}
