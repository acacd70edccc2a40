package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();

    private void split(LineSplitter splitter, byte[] chunk) {
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        while (splitter.next(buffer)) {
            lines.add(text(splitter));
        }
    }

    private static String text(LineSplitter splitter) {
        return new String(splitter.array(), splitter.from(), splitter.to() - splitter.from(), UTF_8);
    }

    @Test
    void givesTheSameLinesHoweverTheyAreCut() {
        List<String> expected =
                List.of("", "a", "tab\tand \r return", "", "żółć 👩‍🚀 日本", " x ", "-".repeat(300), "end");
        byte[] all = String.join("\n", expected).getBytes(UTF_8);
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            lines.clear();
            LineSplitter splitter = new LineSplitter(1000);
            int from = 0;
            while (from < all.length) {
                int to = Math.min(all.length, from + 1 + random.nextInt(round % 40 + 1));
                split(splitter, Arrays.copyOfRange(all, from, to));
                from = to;
            }
            assertThat(splitter.finish()).isTrue();
            lines.add(text(splitter));
            assertThat(lines).isEqualTo(expected);
            assertThat(splitter.finish()).isFalse();
        }
    }

    @Test
    void countsCodePointsBeyondTheLimitHoweverTheyAreCut() {
        String line = "é日👩x".repeat(200);
        byte[] all = (line + "\n").getBytes(UTF_8);
        Random random = new Random(2);
        for (int limit = 20; limit < 60; limit++) {
            LineSplitter splitter = new LineSplitter(limit);
            int from = 0;
            while (from < all.length) {
                int to = Math.min(all.length, from + 1 + random.nextInt(7));
                split(splitter, Arrays.copyOfRange(all, from, to));
                from = to;
            }
            int kept = new Utf8().count(splitter.array(), splitter.from(), splitter.to());
            assertThat(kept + splitter.beyond()).isEqualTo(line.codePointCount(0, line.length()));
        }
    }

    @Test
    void holdsNoMoreThanItsLimitOfAHugeLine() {
        LineSplitter splitter = new LineSplitter(40_000);
        byte[] chunk = new byte[64 * 1024];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 1024; i++) {
            split(splitter, chunk);
            assertThat(splitter.held()).isLessThanOrEqualTo(40_000);
        }
        split(splitter, new byte[] {'\n'});

        assertThat(lines.getFirst()).hasSize(40_000);
        assertThat(splitter.beyond()).isEqualTo(64L * 1024 * 1024 - 40_000);
    }
}
