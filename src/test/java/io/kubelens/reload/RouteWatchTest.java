package io.kubelens.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kubelens.http.Occurrence;
import io.kubelens.http.RouteFile;
import io.kubelens.http.RoutesRefused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class RouteWatchTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);

    private final Serving gateway = new Serving();
    private final List<Occurrence> audited = new ArrayList<>();
    private final Reloads reloads = Reloads.ofRoutes(CLOCK, audited::add);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private Path root;
    private Path kept;
    private Folder folder;

    @BeforeEach
    void begin(@TempDir Path routes, @TempDir Path last) {
        root = routes;
        kept = last;
        folder = new Folder(root).write("a.yaml", "one").write("b.yaml", "one");
        reloads.measure(meters);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void end() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.kubelens.reload");
    }

    private RouteWatch watch() {
        return watch(folder::read, null);
    }

    private RouteWatch watch(RouteSource source, @Nullable LastGood lastGood) {
        RouteKeeper keeper = new RouteKeeper(source, lastGood);
        RouteKeeper.Started<Serving> started = keeper.start(this::taking);
        return new RouteWatch(keeper, started, gateway::take, reloads);
    }

    private Serving taking(List<RouteFile> files) {
        gateway.take(files);
        return gateway;
    }

    private static void settle(RouteWatch watch) {
        watch.look();
        watch.look();
    }

    private List<String> errors() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private double metric(String name) {
        var gauge = meters.find(name).gauge();
        return gauge != null
                ? gauge.value()
                : meters.get(name).functionCounter().count();
    }

    @Test
    void doesNothingWhileNothingChanges() {
        RouteWatch watch = watch();

        settle(watch);

        assertThat(gateway.asked()).isEqualTo(1);
        assertThat(metric("kubelens.reload.last.time")).isNaN();
    }

    @Test
    void servesAChangedFileAfterTwoLooks() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "two");

        watch.look();
        assertThat(gateway.contents()).containsExactly("one", "one");
        watch.look();

        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(metric("kubelens.reloads")).isEqualTo(1);
        assertThat(metric("kubelens.reload.last.time")).isEqualTo(CLOCK.millis() / 1000.0);
        assertThat(log.list.getLast().getFormattedMessage()).matches("Routes reloaded in \\d+ ms: changed lens/a.yaml");
    }

    @Test
    void servesNewFilesAndForgetsDeletedOnes() throws IOException {
        RouteWatch watch = watch();
        folder.write("c.yaml", "three");
        Files.delete(folder.lens("a.yaml"));

        settle(watch);

        assertThat(gateway.contents()).containsExactly("one", "three");
        assertThat(log.list.getLast().getFormattedMessage()).endsWith("added lens/c.yaml; deleted lens/a.yaml");
    }

    @Test
    void seesAFileThatTookThePlaceOfAnother() throws IOException {
        RouteWatch watch = watch();
        folder.replace("a.yaml", "two");

        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(gateway.asked()).isEqualTo(2);
    }

    @Test
    void seesAnEditThatKeepsSizeAndTime() throws IOException {
        RouteWatch watch = watch();
        var time = Files.getLastModifiedTime(folder.lens("a.yaml"));
        folder.write("a.yaml", "two");
        Files.setLastModifiedTime(folder.lens("a.yaml"), time);

        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "one");
    }

    @Test
    void seesAConfigMapThatWasMoved(@TempDir Path mounted) throws IOException {
        folder = new Folder(mounted);
        folder.mount("v1", List.of("a.yaml", "b.yaml"), "one");
        RouteWatch watch = watch();
        folder.mount("v2", List.of("a.yaml", "b.yaml"), "two");

        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "two");
        assertThat(gateway.asked()).isEqualTo(2);
    }

    @Test
    void waitsForAnEditorThatWritesTwice() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "");
        watch.look();
        folder.write("a.yaml", "two");
        watch.look();
        assertThat(gateway.asked()).isEqualTo(1);

        watch.look();

        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(errors()).isEmpty();
    }

    @Test
    void looksIntoSeveralFolders(@TempDir Path second) throws IOException {
        Folder other = new Folder(second).write("z.yaml", "one");
        RouteWatch watch = watch(() -> RouteFile.read(List.of(root, second), Set.of("lens")), null);
        other.write("z.yaml", "two");

        settle(watch);

        assertThat(gateway.contents()).containsExactly("one", "one", "two");
    }

    @Test
    void tellsOfARefusalOnceAndTakesTheNextGoodEdit() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "bad");

        settle(watch);
        settle(watch);

        assertThat(gateway.contents()).containsExactly("one", "one");
        assertThat(errors())
                .containsExactly(folder.lens("a.yaml") + ":3: it: it is bad; make it good; the routes before serve on");
        assertThat(metric("kubelens.reload.refusals")).isEqualTo(1);
        assertThat(metric("kubelens.reload.refused")).isEqualTo(1);

        folder.write("a.yaml", "two");
        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(metric("kubelens.reload.refused")).isZero();
    }

    @Test
    void auditsWhatTookEffectAndWhereARefusalIsButNotWhatTheFileSays() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "two");
        settle(watch);
        folder.write("a.yaml", "bad");
        settle(watch);

        assertThat(audited)
                .containsExactly(
                        Occurrence.done("routes-reload", "changed lens/a.yaml"),
                        Occurrence.refused("routes-reload", folder.lens("a.yaml") + ":3: it"));
    }

    @Test
    void remembersTheLastTenRefusals() {
        RouteWatch watch = watch();
        for (int edit = 0; edit < 12; edit++) {
            folder.write("a.yaml", "bad").write("c.yaml", "edit " + edit);
            settle(watch);
        }

        assertThat(reloads.lastRefused()).hasSize(10);
        assertThat(reloads.lastRefused().getFirst().time()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(reloads.lastRefused().getFirst().reasons())
                .containsExactly(folder.lens("a.yaml") + ":3: it: it is bad; make it good");
    }

    @Test
    void tellsAllThatIsWrongInOneLine() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "bad").write("b.yaml", "bad");

        settle(watch);

        assertThat(errors()).singleElement().asString().contains("a.yaml:3").contains("b.yaml:3");
    }

    @Test
    void agreesWithAnEditThatIsTakenBack() {
        RouteWatch watch = watch();
        folder.write("a.yaml", "bad");
        settle(watch);

        folder.write("a.yaml", "one");
        settle(watch);

        assertThat(gateway.asked()).isEqualTo(2);
        assertThat(metric("kubelens.reload.refused")).isZero();
    }

    @Test
    void refusesALinkToNowhereInsteadOfDroppingItsRoute() throws IOException {
        RouteWatch watch = watch();
        Files.delete(folder.lens("a.yaml"));
        Files.createSymbolicLink(folder.lens("a.yaml"), Path.of("nowhere"));

        settle(watch);

        assertThat(gateway.contents()).containsExactly("one", "one");
        assertThat(errors()).singleElement().asString().contains("a.yaml:1: -: the file is listed and cannot be found");
    }

    @Test
    void refusesWhatIsNotUtf8OrNoPage() throws IOException {
        RouteWatch watch = watch();
        Files.write(folder.lens("a.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
        settle(watch);
        folder.write("a.yaml", "x".repeat(300_000));
        settle(watch);

        assertThat(errors()).hasSize(2);
        assertThat(errors().getFirst()).contains("a.yaml:1: -: the file is not UTF-8");
        assertThat(errors().getLast()).contains("a.yaml:1: -: the file is larger than 256 KiB");
    }

    @Test
    void servesOnWhenTheFolderIsGoneAndComesBack() throws IOException {
        RouteWatch watch = watch();
        Path away = root.resolveSibling(root.getFileName() + "-away");
        Files.move(root, away);
        settle(watch);
        assertThat(errors()).singleElement().asString().contains("no folder of routes at " + root);

        Files.move(away, root);
        folder.write("a.yaml", "two");
        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "one");
    }

    @Test
    void startsFromTheLastGoodSetWhenTheFilesAreBroken() {
        watch(folder::read, new LastGood(kept));
        folder.write("a.yaml", "bad");

        RouteWatch watch = watch(folder::read, new LastGood(kept));

        assertThat(gateway.contents()).containsExactly("one", "one");
        assertThat(errors())
                .containsExactly(folder.lens("a.yaml")
                        + ":3: it: it is bad; make it good; starting with the last good routes, kept in " + kept);
        assertThat(metric("kubelens.reload.refused")).isEqualTo(1);
        settle(watch);
        assertThat(errors()).hasSize(1);

        folder.write("a.yaml", "two");
        settle(watch);
        assertThat(gateway.contents()).containsExactly("two", "one");
    }

    @Test
    void keepsWhatAReloadBroughtForTheNextStart() {
        RouteWatch watch = watch(folder::read, new LastGood(kept));
        folder.write("a.yaml", "two");
        settle(watch);
        folder.write("a.yaml", "bad");
        settle(watch);

        watch(folder::read, new LastGood(kept));

        assertThat(gateway.contents()).containsExactly("two", "one");
    }

    @Test
    void doesNotStartWhenNothingGoodIsKept() {
        folder.write("a.yaml", "bad");

        assertThatThrownBy(() -> watch(folder::read, new LastGood(kept)))
                .isInstanceOf(RoutesRefused.class)
                .hasMessageContaining("a.yaml:3: it: it is bad");
    }

    @Test
    void servesWhatItCannotKeep() throws IOException {
        Path file = Files.writeString(kept.resolve("file"), "");
        RouteWatch watch = watch(folder::read, new LastGood(file));
        folder.write("a.yaml", "two");

        settle(watch);

        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(errors()).hasSize(2).allMatch(line -> line.startsWith("Could not keep the routes in " + file));
    }

    @Test
    void looksByItself() {
        try (RouteWatch watch = watch()) {
            watch.start();
            folder.write("a.yaml", "two");

            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(reloads.done()).isEqualTo(1));
        }
    }
}
