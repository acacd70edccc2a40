package io.kubelens.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.kubelens.http.RouteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastGoodTest {
    private static final List<RouteFile> FIRST = List.of(
            new RouteFile("routes/lens/b.yaml", "lens", "one"),
            new RouteFile("routes/lens/a.yaml", "lens", "two"),
            new RouteFile("more/lens/a.yaml", "lens", "three"),
            new RouteFile("routes/store/memory.yaml", "store", "four"));

    private final Path folder;

    LastGoodTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsWhatWasKeptInItsOrderWithItsFolders() throws IOException {
        LastGood kept = new LastGood(folder.resolve("made"));

        kept.keep(FIRST);

        assertThat(kept.read()).extracting(RouteFile::yaml).containsExactly("one", "two", "three", "four");
        assertThat(kept.read()).extracting(RouteFile::folder).containsExactly("lens", "lens", "lens", "store");
    }

    @Test
    void hasNothingBeforeTheFirstSet() throws IOException {
        assertThat(new LastGood(folder).read()).isEmpty();
    }

    @Test
    void keepsOneSet() throws IOException {
        LastGood kept = new LastGood(folder);
        kept.keep(FIRST);

        kept.keep(FIRST.subList(0, 1));

        assertThat(kept.read()).extracting(RouteFile::yaml).containsExactly("one");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void leavesWhatItHasAndNothingHalfWhenItCannotKeepMore() throws IOException {
        LastGood kept = new LastGood(folder);
        kept.keep(FIRST);
        RouteFile unnamable = new RouteFile("routes/lens/" + "n".repeat(300) + ".yaml", "lens", "five");

        assertThatIOException().isThrownBy(() -> kept.keep(List.of(FIRST.getFirst(), unnamable)));

        assertThat(kept.read()).extracting(RouteFile::yaml).containsExactly("one", "two", "three", "four");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void takesNoNoticeOfASetThatWasNotFinished() throws IOException {
        LastGood kept = new LastGood(folder);
        kept.keep(FIRST);
        Files.writeString(
                Files.createDirectories(folder.resolve("set-half/0000/lens")).resolve("a.yaml"), "half");

        assertThat(kept.read()).extracting(RouteFile::yaml).containsExactly("one", "two", "three", "four");
    }
}
