package io.kubelens.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of our own, which can be stopped, killed and started again on its data. */
public final class PostgresServer implements AutoCloseable {
    private final Path data;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    public PostgresServer(Path directory) {
        data = directory.resolve("pg");
        start(0);
        port = Objects.requireNonNull(running).getPort();
    }

    public void start() {
        start(port);
    }

    private void start(int on) {
        try {
            // PostgreSQL's own default; that of the embedded one is off, and loses what was acknowledged.
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setServerConfig("synchronous_commit", "on")
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false);
            running = (on == 0 ? builder : builder.setPort(on)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "postgres://postgres:s3cret@127.0.0.1:" + port + "/postgres";
    }

    public void stop() {
        try {
            Objects.requireNonNull(running).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running = null;
    }

    /** As kill -9 of all its processes. */
    void kill() throws Exception {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(server);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().get(20, TimeUnit.SECONDS);
        }
        // Gives the lock of its directory back; there is nothing left to stop.
        stop();
    }

    void empty() {
        sql("drop schema public cascade");
        sql("create schema public");
    }

    void sql(String text) {
        try (Connection connection =
                        Objects.requireNonNull(running).getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (running != null) {
            stop();
        }
    }
}
