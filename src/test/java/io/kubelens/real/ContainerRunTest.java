package io.kubelens.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerRunTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ContainerRun run = new ContainerRun();

    @Test
    void letsAFollowerReadTheOldFileToItsEndAndGoOnInTheNewestOne() {
        write("one", "two");
        ContainerRun.Place place = run.newest().start(-1);
        run.rotate();
        write("missed");
        run.rotate();
        write("three");

        ContainerRun.Part old = run.read(place, true);
        ContainerRun.Part next = run.read(old.after(), true);

        assertThat(texts(old)).containsExactly("one\n", "two\n");
        assertThat(texts(next)).containsExactly("three\n");
        assertThat(run.read(next.after(), true).entries()).isEmpty();
    }

    @Test
    void endsARequestWithoutFollowWithTheFileItOpened() {
        write("one");
        ContainerRun.Place place = run.newest().start(-1);
        run.rotate();
        write("two");

        ContainerRun.Part part = run.read(place, false);

        assertThat(texts(part)).containsExactly("one\n");
        assertThat(run.read(part.after(), false).entries()).isEmpty();
    }

    @Test
    void isFinishedOnlyAtTheEndOfTheNewestFile() {
        write("one");
        ContainerRun.Place place = run.newest().start(-1);
        run.rotate();
        write("two");
        run.finish();

        ContainerRun.Part old = run.read(place, true);

        assertThat(old.finished()).isFalse();
        assertThat(run.read(old.after(), true).finished()).isTrue();
    }

    @Test
    void countsPiecesInATail() {
        LogEntry.line(NOON, "x".repeat(2 * LogEntry.PIECE + 1)).forEach(run::add);

        ContainerRun.Part part = run.read(run.newest().start(2), false);

        assertThat(texts(part)).containsExactly("x".repeat(LogEntry.PIECE), "x\n");
    }

    @Test
    void showsTheTimeOfALineOnlyAtItsBeginning() {
        Buffer shown = Buffer.buffer();
        boolean begins = true;
        for (LogEntry entry : LogEntry.line(NOON, "x".repeat(LogEntry.PIECE + 1))) {
            entry.writeTo(shown, true, begins);
            begins = entry.endsLine(begins);
        }

        assertThat(begins).isTrue();
        assertThat(shown).hasToString("2026-03-01T12:00:00.000000000Z " + "x".repeat(LogEntry.PIECE + 1) + "\n");
    }

    private void write(String... lines) {
        List.of(lines).forEach(line -> LogEntry.line(NOON, line).forEach(run::add));
    }

    private static List<String> texts(ContainerRun.Part part) {
        return part.entries().stream().map(entry -> entry.bytes().toString()).toList();
    }
}
