package io.kubelens.reload;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kubelens.HeardLog;
import io.kubelens.config.Config;
import io.kubelens.config.ConfigFile;
import io.kubelens.http.Occurrence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
final class ConfigWatchTest {
    private static final String FIRST = yaml("hunter2", "");

    private final List<Occurrence> audited = new ArrayList<>();
    private final Reloads reloads = Reloads.ofConfig(Clock.systemUTC(), audited::add);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Config> taken = new ArrayList<>();

    @RegisterExtension
    final HeardLog log = HeardLog.of("io.kubelens.reload");

    @TempDir
    private Path folder;

    private Path file;
    private ConfigWatch watch;
    private Config running;
    private Consumer<Config> gateway = this::take;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("config.yaml"), FIRST);
        reloads.measure(meters);
        watch = watch();
    }

    private ConfigWatch watch() {
        return watch(ConfigFile.read(file, Map.of()));
    }

    private ConfigWatch watch(ConfigFile.Loaded started) {
        running = started.config();
        return new ConfigWatch(started, Map.of(), () -> running, next -> gateway.accept(next), reloads);
    }

    private void take(Config next) {
        taken.add(next);
        running = next;
    }

    private static String yaml(String secret, String more) {
        return """
                auth: {keycloak_url: "http://localhost:8180", realm: kubelens, client_id: kubelens, client_secret: "%s"}
                kubernetes: {allowed_namespaces: [default]}
                %s
                """
                .formatted(secret, more);
    }

    private void write(String more) throws IOException {
        Files.writeString(file, yaml("hunter2", more));
        settle();
    }

    private void settle() {
        watch.look();
        watch.look();
    }

    private List<String> lines(Level level) {
        assertThat(log.events()).noneMatch(event -> event.toString().contains("hunter"));
        return log.lines(level);
    }

    @Test
    void doesAndSaysNothingWhileNothingChanges() throws IOException {
        settle();
        write("# a comment");

        assertThat(taken).isEmpty();
        assertThat(log.events()).isEmpty();
    }

    @Test
    void takesWhatIsLiveAfterTwoLooks() throws IOException {
        Files.writeString(file, yaml("hunter2", "logs: {max_tail_lines: 5}"));
        watch.look();
        assertThat(taken).isEmpty();

        watch.look();
        settle();

        assertThat(taken)
                .singleElement()
                .satisfies(config -> assertThat(config.logs().maxTailLines()).isEqualTo(5));
        assertThat(lines(Level.INFO))
                .singleElement()
                .asString()
                .matches("Configuration reloaded in \\d+ ms: logs.default_tail_lines, logs.max_tail_lines");
        assertThat(meters.get("kubelens.config.reloads").functionCounter().count())
                .isEqualTo(1);
    }

    @Test
    void auditsWhichKeysTookEffectAndWhereARefusalIsButNoValue() throws IOException {
        write("logs: {max_tail_lines: 5}");
        write("logs: {max_tail_lines: secret5}");

        assertThat(audited)
                .containsExactly(
                        Occurrence.done("config-reload", "logs.default_tail_lines, logs.max_tail_lines"),
                        Occurrence.refused("config-reload", file + ":3"));
        assertThat(reloads.lastRefused())
                .singleElement()
                .satisfies(refused ->
                        assertThat(refused.reasons()).singleElement().asString().contains(":3: logs.max_tail_lines: "));
    }

    @Test
    void takesWhatWasEditedWhileTheGatewayStarted() throws IOException {
        ConfigFile.Loaded read = ConfigFile.read(file, Map.of());
        Files.writeString(file, yaml("hunter2", "logs: {max_tail_lines: 5}"));
        watch = watch(read);

        settle();

        assertThat(taken).hasSize(1);
    }

    @Test
    void seesAMountedConfigMapChange() throws IOException {
        mount("1", FIRST);
        file = folder.resolve("mount/config.yaml");
        watch = watch();
        settle();

        mount("2", yaml("hunter2", "logs: {max_tail_lines: 5}"));
        settle();

        assertThat(taken).hasSize(1);
    }

    private void mount(String version, String text) throws IOException {
        Path mount = folder.resolve("mount");
        Path set = Files.createDirectories(mount.resolve(".." + version));
        Files.writeString(set.resolve("config.yaml"), text);
        if (version.equals("1")) {
            Files.createSymbolicLink(mount.resolve("config.yaml"), Path.of("..data", "config.yaml"));
        }
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), set.getFileName());
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void namesWhatNeedsARestartInOneLineAndOnce() throws IOException {
        String secret = yaml("hunter3", "server: {address: ':1'}\nlogs: {max_streams: 5}");
        Files.writeString(file, secret);
        settle();
        Files.writeString(file, secret + "# more\n");
        settle();

        assertThat(lines(Level.WARN))
                .containsExactly(file + ": restart needed for auth.client_secret, server.address;"
                        + " until then the values before are in use");
        assertThat(taken).singleElement().satisfies(config -> {
            assertThat(config.logs().maxStreams()).isEqualTo(5);
            assertThat(config.server().address()).isEmpty();
            assertThat(config.auth().clientSecret().reveal()).isEqualTo("hunter2");
        });
    }

    @Test
    void refusesAFileInOneLineAndTakesTheNextGoodOne() throws IOException {
        write("logs: {max_tail_lines: -1, nonsense: 1}");

        assertThat(taken).isEmpty();
        assertThat(lines(Level.ERROR))
                .singleElement()
                .asString()
                .startsWith(file + ":3: logs.")
                .contains("logs.max_tail_lines: -1 is out of range", " | ", "nonsense")
                .endsWith("; the configuration before serves on")
                .doesNotContain("\n");
        assertThat(meters.get("kubelens.config.reload.refused").gauge().value()).isEqualTo(1);

        write("logs: {max_tail_lines: 5}");

        assertThat(taken).hasSize(1);
        assertThat(meters.get("kubelens.config.reload.refused").gauge().value()).isZero();
        assertThat(meters.get("kubelens.config.reload.refusals")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBePutInForce() throws IOException {
        gateway = next -> {
            throw new IllegalStateException("no memory");
        };
        write("logs: {max_tail_lines: 5}");

        assertThat(lines(Level.ERROR))
                .containsExactly(file + " could not be applied; the configuration before serves on");
        assertThat(reloads.isRefused()).isTrue();
        assertThat(reloads.done()).isZero();

        gateway = this::take;
        write("logs: {max_tail_lines: 6}");
        assertThat(taken).hasSize(1);
        assertThat(reloads.isRefused()).isFalse();
    }

    @Test
    void countsWhatIsInForceAsTakenWhateverIsThrownAfterwards() throws IOException {
        gateway = next -> {
            take(next);
            throw new AssertionError("a stream");
        };
        write("logs: {max_tail_lines: 5}");

        assertThat(lines(Level.ERROR)).containsExactly(file + " is in force, but not for all that was open already");
        assertThat(lines(Level.INFO)).hasSize(1);
        assertThat(audited)
                .containsExactly(Occurrence.done("config-reload", "logs.default_tail_lines, logs.max_tail_lines"));
        assertThat(reloads.isRefused()).isFalse();

        gateway = this::take;
        write("");
        assertThat(taken).hasSize(2);
    }

    @Test
    void showsNoSecretOfAFileThatItRefuses() throws IOException {
        Files.writeString(file, yaml("hunter2\" hunter3", "storage: {database_url: 'mysql://u:hunter4@h/d'}"));
        settle();
        write("storage: {database_url: 'mysql://u:hunter4@h/d'}");

        assertThat(lines(Level.ERROR)).hasSize(2);
    }

    @Test
    void takesARefusedFileOnceTheSecretFileThatItNamesIsThere() throws IOException {
        Path secret = folder.resolve("secret");
        Files.writeString(file, yaml("file:" + secret, "logs: {max_tail_lines: 5}"));
        settle();
        settle();
        assertThat(lines(Level.ERROR)).singleElement().asString().contains("auth.client_secret", secret.toString());
        assertThat(taken).isEmpty();

        Files.writeString(secret, "hunter2\n");
        settle();

        assertThat(taken).hasSize(1);
        assertThat(reloads.isRefused()).isFalse();
        assertThat(lines(Level.WARN)).isEmpty();
    }

    @Test
    void seesAnotherSecretInTheFileThatItNames() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Files.writeString(file, yaml("file:" + secret, ""));
        settle();
        assertThat(log.events()).isEmpty();

        Files.writeString(secret, "hunter3");
        settle();

        assertThat(lines(Level.WARN)).singleElement().asString().contains("restart needed for auth.client_secret;");
    }

    @Test
    void saysWhenARefusedFileIsPutBack() throws IOException {
        write("logs: [");
        write("");

        assertThat(lines(Level.INFO)).containsExactly(file + " is again what runs");
        assertThat(reloads.isRefused()).isFalse();
    }

    @Test
    void goesOnWithoutAFileUntilThereIsOne() throws IOException {
        Files.delete(file);
        settle();
        settle();

        assertThat(lines(Level.ERROR))
                .containsExactly(file + ": does not exist; create it or correct the name;"
                        + " the configuration before serves on");

        write("logs: {max_tail_lines: 5}");
        assertThat(taken).hasSize(1);
    }

    @Test
    void saysANoticeOnlyWhenItIsNew() throws IOException {
        write("server: {write_timeout_seconds: 5}");
        write("server: {write_timeout_seconds: 5}\n# more");

        assertThat(lines(Level.WARN)).singleElement().asString().contains("server.write_timeout_seconds has no effect");
    }
}
