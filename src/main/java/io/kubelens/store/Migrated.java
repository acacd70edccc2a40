package io.kubelens.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Gives out connections once the tables are there. */
final class Migrated extends DelegatingDataSource {
    private final Migration migration;

    Migrated(DataSource pool, Migration migration) {
        super(pool);
        this.migration = migration;
    }

    @Override
    public Connection getConnection() throws SQLException {
        migration.require();
        return super.getConnection();
    }

    @Override
    public String toString() {
        return "Migrated";
    }
}
