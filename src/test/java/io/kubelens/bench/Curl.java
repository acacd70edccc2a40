package io.kubelens.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The program curl, which throws away what it gets. */
final class Curl {
    private Curl() {}

    /** How long a whole answer took, and how many bytes it had. */
    record Download(double seconds, long bytes) {}

    /** @throws IllegalStateException when the answer was not 200 or broke off */
    static Download get(String url, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "--fail", "-o", "/dev/null", "-w", "%{time_total} %{size_download}"));
        command.addAll(List.of(options));
        command.add(url);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(url + ": " + said);
        }
        String[] words = said.split(" ", -1);
        return new Download(Double.parseDouble(words[0]), Long.parseLong(words[1]));
    }
}
