package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.PodLogs;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final int LARGEST_CHUNK = 1 << 16;

    private final StillWorld world = StillWorld.of(new SplittableRandom(1));
    private final Connection connection = new Connection(new Turn(), world.surroundings);

    private Connection opened() {
        StillLog log = world.pod("web");
        for (int i = 0; i < 10_000; i++) {
            log.line(i, "a line of a log that nobody reads, and which is ever so long");
        }
        connection.start(
                world.surroundings.upstream(),
                new PodLogs.Request("shop", "web", "main", false, OptionalInt.empty(), OptionalLong.empty(), false));
        world.settle();
        return connection;
    }

    @Test
    void holdsSoMuchAndNoMore() {
        assertThat(opened().held()).isBetween(Connection.MUCH, Connection.MUCH + LARGEST_CHUNK);
    }

    @Test
    void holdsLittleWhileMuchLiesElsewhere() {
        world.surroundings.counts().held().add(Connection.PLENTY);

        assertThat(opened().held()).isBetween(Connection.LITTLE, Connection.LITTLE + LARGEST_CHUNK);
    }

    @Test
    void readsOnWhenHalfOfItHasBeenRead() {
        int all = opened().held();
        while (connection.held() > all / 2) {
            connection.drop();
        }
        world.settle();

        assertThat(connection.held()).isBetween(Connection.MUCH, Connection.MUCH + LARGEST_CHUNK);
    }

    @Test
    void holdsNothingWhenItIsClosed() {
        opened();
        connection.drop();
        assertThat(world.surroundings.counts().held().sum()).isEqualTo(connection.held());

        connection.close();

        assertThat(connection.held()).isZero();
        assertThat(world.surroundings.counts().held().sum()).isZero();
    }
}
