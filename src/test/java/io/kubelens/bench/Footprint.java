package io.kubelens.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process takes, as Linux tells.
 *
 * @param rss in KiB
 * @param peak of the RSS, in KiB
 * @param threads of the operating system
 * @param cpu in seconds, all threads
 */
record Footprint(long rss, long peak, int threads, double cpu) {
    private static final Pattern NUMBER = Pattern.compile("(?m)^(VmRSS|VmHWM|Threads):\\s+(\\d+)");
    private static final Pattern THREAD = Pattern.compile("(?m)^#\\d+ \".*virtual");
    private static final Pattern USED = Pattern.compile("heap +total .* used (\\d+)K");
    /** The unit of /proc on every Linux that we know. */
    private static final double TICKS_PER_SECOND = 100;

    static Footprint of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        long[] numbers = NUMBER.matcher(Files.readString(directory.resolve("status")))
                .results()
                .sorted((a, b) -> a.group(1).compareTo(b.group(1)))
                .mapToLong(match -> Long.parseLong(match.group(2)))
                .toArray();
        String stat = Files.readString(directory.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double ticks = Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]);
        return new Footprint(numbers[2], numbers[1], (int) numbers[0], ticks / TICKS_PER_SECOND);
    }

    /** Lets the peak begin again at what there is now. */
    static void forgetPeak(long pid) throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
    }

    /** Collects all garbage of a JVM. @return what is left of its heap, in KiB */
    static long heapAfterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("no heap");
        }
        return Long.parseLong(used.group(1));
    }

    /** The virtual threads of a JVM. */
    static long virtualThreads(long pid) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("threads");
        Path dump = directory.resolve("dump.txt");
        try {
            jcmd(pid, "Thread.dump_to_file", dump.toString());
            return THREAD.matcher(Files.readString(dump)).results().count();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(directory);
        }
    }

    private static String jcmd(long pid, String... words) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        ProcessBuilder builder = new ProcessBuilder(program, Long.toString(pid)).redirectErrorStream(true);
        builder.command().addAll(Arrays.asList(words));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        return said;
    }

    @Override
    public String toString() {
        return "RSS %d MiB (peak %d), %d threads, %.1f s of CPU".formatted(rss / 1024, peak / 1024, threads, cpu);
    }
}
