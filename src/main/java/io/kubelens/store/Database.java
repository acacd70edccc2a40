package io.kubelens.store;

import com.zaxxer.hikari.HikariDataSource;
import io.kubelens.config.Secret;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The pools of connections to one SQL database, whose tables are made before its first connection is given out. Nothing
 * connects before {@link #start} or a first connection is asked for.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int CONNECTIONS = 8;
    private static final long PATIENCE_MS = 5_000;

    private final HikariDataSource writing;
    private final HikariDataSource reading;
    private final Migrated writes;
    private final Migrated reads;
    private final Runnable starting;

    private Database(HikariDataSource writing, HikariDataSource reading, Migration migration, Runnable starting) {
        this.writing = writing;
        this.reading = reading;
        writes = new Migrated(writing, migration);
        reads = new Migrated(reading, migration);
        this.starting = starting;
    }

    /**
     * One file; one connection writes.
     *
     * @param path the file, made if it is not there
     */
    static Database sqlite(Path path) {
        Path file = path.toAbsolutePath();
        HikariDataSource writing = pool("store", source(file), 1);
        HikariDataSource reading = pool("store-reads", source(file), READERS);
        reading.setConnectionInitSql("pragma query_only = on");
        Migration migration = new Migration("sqlite", source(file));
        String otherwise =
                "storage.database_url: the database " + file + " cannot be opened; its folder must be writable";
        return new Database(writing, reading, migration, () -> migration.now(otherwise));
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A commit survives the end of the process; of the node, the last few may not, and the file stays whole.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout((int) PATIENCE_MS);
        config.setJournalSizeLimit(64 * 1024 * 1024);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** A server, which need not be there yet. */
    static Database postgres(DatabaseUrl url) {
        HikariDataSource pool = pool("store", source(url), CONNECTIONS);
        Migration migration = new Migration("postgres", source(url));
        return new Database(pool, pool, migration, migration::attempt);
    }

    private static PGSimpleDataSource source(DatabaseUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        String query = url.query().isEmpty() ? "" : "?" + url.query();
        source.setUrl("jdbc:postgresql://" + url.hosts() + "/" + url.path() + query);
        Secret password = url.password();
        if (!url.user().isEmpty()) {
            source.setUser(url.user());
        }
        if (password.isPresent()) {
            source.setPassword(password.reveal());
        }
        source.setApplicationName("kubelens");
        source.setConnectTimeout(3);
        source.setSocketTimeout(30);
        source.setTcpKeepAlive(true);
        return source;
    }

    private static HikariDataSource pool(String name, DataSource source, int size) {
        // Made with a configuration it would connect at once.
        HikariDataSource config = new HikariDataSource();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(PATIENCE_MS);
        config.setValidationTimeout(2_000);
        // The gateway starts without its store.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    /**
     * Makes the tables, of a server when it is there.
     *
     * @throws IllegalStateException if a file cannot be had
     */
    void start() {
        starting.run();
    }

    DataSource writes() {
        return writes;
    }

    DataSource reads() {
        return reads;
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
    }
}
