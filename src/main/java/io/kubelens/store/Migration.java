package io.kubelens.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tables, once; while the database is not there, again and again, but not at each request. */
final class Migration {
    private static final Logger LOG = LoggerFactory.getLogger(Migration.class);
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Flyway flyway;
    private volatile boolean done;
    private long next = System.nanoTime();

    Migration(String dialect, DataSource source) {
        flyway = Flyway.configure()
                .dataSource(source)
                .locations("classpath:store/" + dialect)
                .table("kubelens_schema_history")
                // The database may be shared with others.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
    }

    /** At the start: whether it worked shows later. */
    void attempt() {
        try {
            require();
        } catch (SQLException e) {
            LOG.warn("The store does not answer yet: {}", e.getMessage());
        }
    }

    /** At the start, where there is nothing to wait for. */
    void now(String otherwise) {
        try {
            flyway.migrate();
            done = true;
        } catch (FlywayException e) {
            throw new IllegalStateException(otherwise, e);
        }
    }

    void require() throws SQLException {
        if (!done) {
            migrate();
        }
    }

    private synchronized void migrate() throws SQLException {
        if (done) {
            return;
        }
        if (System.nanoTime() < next) {
            throw new SQLTransientConnectionException("the tables are not there yet");
        }
        try {
            flyway.migrate();
            done = true;
        } catch (FlywayException e) {
            next = System.nanoTime() + PAUSE;
            throw new SQLTransientConnectionException("the tables cannot be made", e);
        }
    }
}
