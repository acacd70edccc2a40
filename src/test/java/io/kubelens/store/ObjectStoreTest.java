package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.config.Config;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.junit.jupiter.api.Test;

/** That a store of somebody's own can keep lines in a component that is granted, with nothing but a route file. */
class ObjectStoreTest extends StoreContract {
    private final Map<String, byte[]> objects = ObjectsComponent.bucket();

    @Override
    String config() {
        return "storage: {kind: objects, database_url: \"sqlite://" + directory.resolve("k.db") + "\", " + LIMITS
                + "}\n";
    }

    @Override
    StoreRoutes open(Config config) {
        return new StoreRoutes(
                config,
                clock,
                Path.of("src/test/resources/stores"),
                Map.of("objects", new ObjectsComponent(objects), "gatherBodies", new GroupedBodyAggregationStrategy()));
    }

    @Test
    void keepsEachChunkAsAnObject() {
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(10_000));

        routes.store(capsule);

        assertThat(objects)
                .hasSize(capsule.chunks().size())
                .containsKey("lines/" + capsule.capsule().id() + "/0");
    }
}
