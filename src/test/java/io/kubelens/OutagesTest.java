package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.demo.DemoGateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the metrics and the status tell while Kubernetes or the store is away, and afterwards. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
final class OutagesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final RunningDemo DEMO = new RunningDemo();

    @TempDir
    private Path folder;

    @Test
    void tellForHowLongKubernetesHasBeenAway() throws Exception {
        await().atMost(PATIENCE).until(() -> cacheAge() == 0);

        DEMO.gateway().cluster().down();
        try {
            await().atMost(PATIENCE).until(() -> cacheAge() > 1);
            assertThat(ageInStatus()).isPositive();
            assertThat(DEMO.get("/api/v1/namespaces/shop/pods", "developer").statusCode())
                    .isEqualTo(200);
        } finally {
            DEMO.gateway().cluster().up();
        }

        await().atMost(PATIENCE).until(() -> cacheAge() == 0);
        assertThat(ageInStatus()).isZero();
    }

    private static double cacheAge() throws Exception {
        return value(DEMO.metrics(), "kubelens_cache_age_seconds");
    }

    private static long ageInStatus() throws Exception {
        String status = DEMO.get("/api/v1/admin/status", "admin").body();
        return new ObjectMapper()
                .readTree(status)
                .at("/sources/cacheAgeSeconds")
                .asLong();
    }

    @Test
    void tellWhetherTheStoreDoesWhatItIsAsked() throws Exception {
        int management = RunningDemo.freePort();
        Path file = folder.resolve("k.db");
        try (DemoGateway gateway = RunningDemo.start(
                        new DemoGateway.Ports(0, 0, management), "storage: {database_url: 'sqlite://" + file + "'}\n");
                Connection store = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(gateway.url()).isNotNull();
            assertThat(storeUp(management)).isEqualTo(1);

            execute(store, "alter table log_capsule rename to away");
            await().atMost(PATIENCE).until(() -> storeUp(management) == 0);

            execute(store, "alter table away rename to log_capsule");
            await().atMost(PATIENCE).until(() -> storeUp(management) == 1);
        }
    }

    private static double storeUp(int management) throws Exception {
        return value(DEMO.metrics(management), "kubelens_store_up");
    }

    private static void execute(Connection store, String sql) throws SQLException {
        try (Statement statement = store.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
