package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kubelens.demo.DemoGateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route on a store in a file. */
@Timeout(60)
final class LogsExpireTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void dropsWhatIsOverAgainAndAgainAndNothingElse() throws Exception {
        try (DemoGateway gateway =
                        RunningDemo.start("storage: {database_url: 'sqlite://" + folder.resolve("k.db") + "'}\n");
                Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("k.db"))) {
            assertThat(gateway.url()).isNotNull();
            for (int round = 0; round < 2; round++) {
                insert(store, 100, Instant.EPOCH);
                insert(store, 1, Instant.now().plus(Duration.ofHours(1)));
                int left = round + 1;

                await().until(() -> count(store) == left);
            }
        }
    }

    private static void insert(Connection store, int many, Instant expires) throws SQLException {
        try (Statement statement = store.createStatement()) {
            statement.execute(
                    """
                    with recursive one(n) as (select 1 union all select n + 1 from one where n < %d)
                    insert into log_capsule
                    select hex(randomblob(16)), hex(randomblob(16)), 'app', 0, 'shop', 'web', 'web', 1, %d, 1, '{}'
                    from one
                    """
                            .formatted(many, expires.toEpochMilli()));
        }
        assertThat(count(store)).isPositive();
    }

    private static int count(Connection store) throws SQLException {
        try (Statement statement = store.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from log_capsule where details = '{}'")) {
            return rows.getInt(1);
        }
    }
}
