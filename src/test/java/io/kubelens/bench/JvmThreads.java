package io.kubelens.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The threads of this JVM, virtual ones too, without those of the viewers' own HTTP client. */
final class JvmThreads {
    private static final Pattern THREAD = Pattern.compile("#\\d+ \"(?!HttpClient-).*");

    private JvmThreads() {}

    static int count() throws IOException {
        return names().size();
    }

    static List<String> names() throws IOException {
        Path dump = Files.createTempDirectory("threads").resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return Files.readAllLines(dump).stream()
                    .filter(line -> THREAD.matcher(line).matches())
                    .toList();
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(dump.getParent());
        }
    }
}
