package io.kubelens.reload;

import ch.qos.logback.classic.Level;
import io.kubelens.HeardLog;
import io.kubelens.http.Occurrence;
import io.kubelens.http.RouteFile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A watch of a folder of routes that a test edits, without a gateway. */
abstract class WatchedRoutes {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

    final Serving gateway = new Serving();
    final List<Occurrence> audited = new ArrayList<>();
    final Reloads reloads = Reloads.ofRoutes(CLOCK, audited::add);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @RegisterExtension
    final HeardLog log = HeardLog.of("io.kubelens.reload");

    Path root;
    Path kept;
    Folder folder;

    @BeforeEach
    void begin(@TempDir Path routes, @TempDir Path last) {
        root = routes;
        kept = last;
        folder = new Folder(root).write("a.yaml", "one").write("b.yaml", "one");
        reloads.measure(meters);
    }

    RouteWatch watch() {
        return watch(folder::read, null);
    }

    RouteWatch watch(RouteSource source, @Nullable LastGood lastGood) {
        RouteKeeper keeper = new RouteKeeper(source, lastGood);
        RouteKeeper.Started<Serving> started = keeper.start(this::taking);
        return new RouteWatch(keeper, started, gateway::take, reloads);
    }

    private Serving taking(List<RouteFile> files) {
        gateway.take(files);
        return gateway;
    }

    static void settle(RouteWatch watch) {
        watch.look();
        watch.look();
    }

    List<String> errors() {
        return log.lines(Level.ERROR);
    }

    double metric(String name) {
        var gauge = meters.find(name).gauge();
        return gauge != null
                ? gauge.value()
                : meters.get(name).functionCounter().count();
    }
}
