package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {
    @Test
    @Timeout(120)
    void losesNothingThatItAcknowledged(@TempDir Path directory) throws Exception {
        Path output = Files.createFile(directory.resolve("output"));
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged(output) >= 40);
        writer.destroyForcibly();
        assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
        int acknowledged = acknowledged(output);

        try (StoreRoutes routes =
                new StoreRoutes(StoreConfig.read(directory, KilledWriter.config(directory)), new MovingClock())) {
            Map<Integer, String> kept = new TreeMap<>();
            List<Capsule> found = routes.load(CapsuleQuery.ofPod("shop", "web-1"));
            for (Capsule each : found) {
                kept.put(each.key().restart(), Capsules.unpacked(routes.chunks(ChunkPage.of(each, 0, 9))));
            }

            for (int run = 0; run <= acknowledged; run++) {
                assertThat(kept).containsKey(run);
            }
            kept.forEach((run, log) -> assertThat(log).isEqualTo(KilledWriter.log(run)));
        }
    }

    /** The last run that it said was stored; -1 before the first. */
    private static int acknowledged(Path output) throws IOException {
        return Files.readAllLines(output).stream()
                .filter(line -> line.matches("stored \\d+"))
                .mapToInt(line -> Integer.parseInt(line.substring(7)))
                .max()
                .orElse(-1);
    }
}
