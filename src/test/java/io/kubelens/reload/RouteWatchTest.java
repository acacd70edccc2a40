package io.kubelens.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch of route files sees, and when. */
final class RouteWatchTest extends WatchedRoutes {
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
        assertThat(log.lines().getLast()).matches("Routes reloaded in \\d+ ms: changed lens/a.yaml");
    }

    @Test
    void servesNewFilesAndForgetsDeletedOnes() throws IOException {
        RouteWatch watch = watch();
        folder.write("c.yaml", "three");
        Files.delete(folder.lens("a.yaml"));

        settle(watch);

        assertThat(gateway.contents()).containsExactly("one", "three");
        assertThat(log.lines().getLast()).endsWith("added lens/c.yaml; deleted lens/a.yaml");
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
