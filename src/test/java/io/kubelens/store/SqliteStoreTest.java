package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SqliteStoreTest extends StoreContract {
    @Override
    String config() {
        return "storage: {kind: sqlite, database_url: \"sqlite://" + directory.resolve("k.db") + "\", " + LIMITS
                + "}\n";
    }

    @Test
    void isThereAfterARestart() {
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(100));
        routes.store(capsule);
        routes.put(write("aa", "{}", "1", ""));

        routes.close();
        routes = open();

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).containsExactly(capsule.capsule());
        assertThat(log(capsule)).isEqualTo(Capsules.lines(100));
        assertThat(routes.session("aa")).isNotNull();
    }

    @Test
    void neverShowsACapsuleThatWasCutOff() throws SQLException {
        SealedCapsule half = capsules.of("web-1", 0, Capsules.lines(100));
        sql("insert into log_chunk (capsule_id, seq, lines) values ('"
                + half.capsule().id() + "', 0, x'00')");

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).isEmpty();
        SealedCapsule whole = capsules.of("web-1", 0, Capsules.lines(200));
        assertThat(routes.store(whole).added()).isTrue();
        assertThat(log(whole)).isEqualTo(Capsules.lines(200));

        clock.move(Duration.ofMinutes(11));
        sql("update log_capsule set expires_at = expires_at + 3600000");
        routes.sweep();
        assertThat(count("log_chunk where capsule_id = '" + half.capsule().id() + "'"))
                .isZero();
        assertThat(count("log_chunk")).isEqualTo(whole.chunks().size());
    }

    @Test
    void storesNothingWhoseChunksWereSweptMeanwhile() throws SQLException {
        sql("create trigger lose after insert on log_chunk begin delete from log_chunk; end");
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(100));

        assertThatThrownBy(() -> routes.store(capsule)).hasStackTraceContaining("took too long");

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).isEmpty();
        sql("drop trigger lose");
        assertThat(routes.store(capsule).added()).isTrue();
    }

    @Test
    void saysSoWhenTheDiskIsFullAndGoesOnAfterwards() throws SQLException {
        SealedCapsule before = capsules.of("web-1", 0, Capsules.lines(100));
        routes.store(before);
        routes.put(write("aa", "{}", "1", ""));
        sql("pragma max_page_count = 1");

        refuses(() -> routes.store(capsules.noise(capsules.ended("web-2", 0), 900_000)));
        refuses(() -> {
            for (int i = 0; i < 100; i++) {
                routes.put(write("u" + i, "{\"a\":\"" + "x".repeat(5_000) + "\"}", "2", ""));
            }
        });

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).containsExactly(before.capsule());
        assertThat(log(before)).isEqualTo(Capsules.lines(100));
        assertThat(routes.session("aa")).isNotNull();
        sql("pragma max_page_count = 1000000");
        assertThat(routes.store(capsules.noise(capsules.ended("web-2", 0), 900_000))
                        .added())
                .isTrue();
    }

    @Test
    void readsWithTheReadersOnly() {
        assertThatThrownBy(() -> {
                    try (Connection connection = routes.database("storeReads").getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("delete from user_session");
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("readonly");
    }

    @Test
    void refusesAFileThatCannotBeHad() {
        assertThatThrownBy(() -> new StoreRoutes(
                        StoreConfig.read(directory, "storage: {database_url: \"sqlite:///proc/none/k.db\"}\n"), clock))
                .hasMessageContaining("storage.database_url")
                .hasMessageContaining("/proc/none/k.db");
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = routes.database("store").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private int count(String from) throws SQLException {
        try (Connection connection = routes.database("store").getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
