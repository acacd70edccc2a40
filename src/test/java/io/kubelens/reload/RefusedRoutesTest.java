package io.kubelens.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.http.Occurrence;
import io.kubelens.http.RoutesRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a watch of route files does with those that cannot be served. */
final class RefusedRoutesTest extends WatchedRoutes {
    /** Of a folder that fails while it is broken. */
    private RouteWatch watch(AtomicBoolean broken, RuntimeException failure) {
        return watch(
                () -> {
                    if (broken.get()) {
                        throw failure;
                    }
                    return folder.read();
                },
                null);
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
    void saysOnceThatItCannotLookAndWhenItCanAgain() {
        AtomicBoolean broken = new AtomicBoolean();
        RouteWatch watch = watch(broken, new IllegalStateException("too many open files"));
        broken.set(true);
        settle(watch);
        settle(watch);

        assertThat(errors())
                .containsExactly(
                        "routes-watch cannot look at its files, and tries on; until then edits take no effect");

        broken.set(false);
        folder.write("a.yaml", "two");
        settle(watch);

        assertThat(log.lines()).contains("routes-watch sees its files again");
        assertThat(gateway.contents()).containsExactly("two", "one");
        assertThat(reloads.lastRefused()).isEmpty();
        assertThat(audited).hasSize(1);
    }

    @Test
    void refusesAFolderThatFailsWhileItIsBeingListed() {
        AtomicBoolean broken = new AtomicBoolean();
        RouteWatch watch = watch(broken, new UncheckedIOException(new IOException("routes/lens: stale file handle")));
        broken.set(true);
        settle(watch);
        settle(watch);

        assertThat(errors()).containsExactly("routes:1: -: routes/lens: stale file handle; the routes before serve on");
        assertThat(reloads.isRefused()).isTrue();

        broken.set(false);
        settle(watch);
        assertThat(reloads.isRefused()).isFalse();
    }

    @Test
    void refusesWhatTheGatewayThrowsOver() {
        RouteWatch watch = watch();
        gateway.failOnce(new IllegalStateException("no threads"));
        folder.write("a.yaml", "two");
        settle(watch);

        assertThat(errors()).containsExactly("The routes could not be replaced; those before serve on");
        assertThat(reloads.isRefused()).isTrue();

        folder.write("a.yaml", "three");
        settle(watch);
        assertThat(gateway.contents()).containsExactly("three", "one");
        assertThat(reloads.isRefused()).isFalse();
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
}
