package io.kubelens.demo;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells how cases went: a line per route, and below it each case that does not hold and where. */
final class CaseReport {
    private final PrintWriter out;
    private final RouteCases cases;
    private String folder = "";
    private int held;
    private int inFolder;
    private int failedInFolder;
    private int failed;

    CaseReport(PrintWriter out, RouteCases cases) {
        this.out = out;
        this.cases = cases;
    }

    /** {@code differences} is empty when the case holds. */
    void add(Path file, List<String> differences) {
        String name = cases.name(file);
        String next = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : ".";
        if (!next.equals(folder)) {
            endFolder();
            folder = next;
        }
        inFolder++;
        if (differences.isEmpty()) {
            held++;
            return;
        }
        failed++;
        failedInFolder++;
        out.println("FAILED " + name);
        differences.forEach(difference -> out.println("    " + difference));
        out.flush();
    }

    private void endFolder() {
        if (inFolder > 0) {
            out.println(
                    failedInFolder == 0
                            ? "ok     " + folder + ": " + inFolder
                            : "FAILED " + folder + ": " + failedInFolder + " of " + inFolder);
            out.flush();
        }
        inFolder = 0;
        failedInFolder = 0;
    }

    void end(Duration took) {
        endFolder();
        out.println(
                String.format(Locale.ROOT, "%d passed, %d failed, in %.1f s", held, failed, took.toMillis() / 1000.0));
        out.flush();
    }

    int failed() {
        return failed;
    }
}
