package io.kubelens.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with a java and a mvn that only say how they were called. */
final class LauncherTest {
    private Path dir;
    private Path home;
    private Path jdks;

    @BeforeEach
    void install(@TempDir Path empty) throws IOException {
        dir = empty;
        home = Files.createDirectory(dir.resolve("home"));
        jdks = Files.createDirectory(dir.resolve("jdks"));
        Files.copy(Path.of("kubelens"), home.resolve("kubelens"));
        Files.createFile(home.resolve("kubelens.jar"));
    }

    @Test
    void takesTheJavaOfJavaHome() throws Exception {
        Path mine = jdk("mine", "21.0.2");
        jdk("newer", "25.0.1");
        assertThat(launcher().with("JAVA_HOME", mine).run("serve").out()).startsWith("mine ");
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        Path old = jdk("old", "17.0.15");
        jdk("newer", "25.0.1");
        assertThat(launcher().with("JAVA_HOME", old).run("serve").out()).startsWith("newer ");
    }

    @Test
    void takesTheNewestOfWhatItFinds() throws Exception {
        jdk("a", "1.8.0_452");
        jdk("b", "21.0.2");
        jdk("c", "25.0.1");
        jdk("d", "23");
        assertThat(launcher().run("serve").out()).startsWith("c ");
    }

    @Test
    void looksIntoTheBundlesOfMacOs() throws Exception {
        Files.createDirectories(jdks.resolve("temurin.jdk/Contents"));
        jdk("temurin.jdk/Contents/Home", "25.0.1");
        assertThat(launcher().run("serve").out()).startsWith("temurin.jdk/Contents/Home ");
    }

    @Test
    void asksAJavaWithoutAReleaseFile() throws Exception {
        Files.delete(jdk("nameless", "22.0.1").resolve("release"));
        assertThat(launcher().run("serve").out()).startsWith("nameless ");
    }

    @Test
    void saysInOneLineThatJavaIsMissing() throws Exception {
        jdk("old", "17.0.15");
        Shell.Result result = launcher().run("serve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines()).singleElement().asString().contains("needs Java 21 or newer", "JAVA_HOME");
    }

    @Test
    void boundsTheMemoryAndLetsTheUserHaveTheLastWord() throws Exception {
        jdk("jdk", "25.0.1");
        String command = launcher()
                .with("KUBELENS_JAVA_OPTS", "-Xmx1g -XX:+UseSerialGC")
                .run("serve", "--port", "1 2")
                .out();
        assertThat(command)
                .containsSubsequence(
                        "[-Xmx320m]", "[-Xmx1g]", "[-XX:+UseSerialGC]", "[io.kubelens.KubeLens]", "[--port] [1 2]")
                .contains("[--sun-misc-unsafe-memory-access=allow]")
                .doesNotContain("UseG1GC", "AOTCache");
    }

    @Test
    void takesMoreJarsBehindItsOwn() throws Exception {
        jdk("jdk", "25.0.1");
        String command = launcher()
                .with("KUBELENS_CLASS_PATH", "/opt/more/*:/opt/a b.jar")
                .run("serve")
                .out();
        assertThat(command).contains("[-cp] [" + home.resolve("kubelens.jar") + ":/opt/more/*:/opt/a b.jar]");
    }

    @Test
    void givesAnOlderJavaOnlyFlagsItKnows() throws Exception {
        jdk("jdk", "21.0.2");
        Files.createFile(home.resolve("kubelens.aot"));
        assertThat(launcher().run("serve").out()).contains("UseG1GC").doesNotContain("sun-misc-unsafe", "AOTCache");
    }

    @Test
    void usesTheAotCacheBesideTheJar() throws Exception {
        jdk("jdk", "25.0.1");
        Files.createFile(home.resolve("kubelens.aot"));
        assertThat(launcher().run("serve").out()).contains("[-XX:AOTCache=" + home.resolve("kubelens.aot") + "]");
    }

    @Test
    void logsJsonWhereNobodyWatches() throws Exception {
        jdk("jdk", "25.0.1");
        assertThat(launcher().run("serve").out()).contains("[-Dkubelens.log.format=json]");
        assertThat(launcher().with("KUBELENS_LOG_FORMAT", "text").run("serve").out())
                .contains("[-Dkubelens.log.format=text]");
    }

    @Test
    void refusesALogFormatItDoesNotKnow() throws Exception {
        jdk("jdk", "25.0.1");
        Shell.Result result = launcher().with("KUBELENS_LOG_FORMAT", "xml").run("serve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEqualTo("kubelens: KUBELENS_LOG_FORMAT is 'xml'; use json or text\n");
    }

    @Test
    void hasNoDemoInAnInstallation() throws Exception {
        jdk("jdk", "25.0.1");
        for (String[] command : new String[][] {{"demo"}, {"routes", "test"}}) {
            Shell.Result result = launcher().run(command);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err().lines()).singleElement().asString().contains("not part of an installation");
        }
    }

    @Test
    void startsTheDemoWithItsJarInACheckout() throws Exception {
        Shell launcher = checkout("touch \"$out/kubelens.jar\" \"$out/kubelens-demo.jar\"");
        assertThat(launcher.run("demo", "--port", "0").out())
                .contains(
                        "target/run/dist/kubelens.jar:", "kubelens-demo.jar]", "[io.kubelens.demo.Demo] [--port] [0]");
        assertThat(launcher.run("token", "--user", "admin").out())
                .contains("[io.kubelens.demo.Token] [--user] [admin]");
        assertThat(launcher.run("routes", "test", "cases").out())
                .contains("kubelens-demo.jar]", "[io.kubelens.demo.PlayCases] [cases]");
        assertThat(launcher.run("routes", "check", "routes").out())
                .contains("[io.kubelens.KubeLens] [routes] [check] [routes]")
                .doesNotContain("kubelens-demo.jar");
    }

    @Test
    void buildsACheckoutOnceAndAgainWhenASourceIsNewer() throws Exception {
        Shell launcher = checkout("touch \"$out/kubelens.jar\"");
        launcher.run("serve");
        launcher.run("serve");
        assertThat(builds()).hasSize(1);
        Files.setLastModifiedTime(
                home.resolve("src/main/X.java"), FileTime.from(Instant.now().plusSeconds(60)));
        launcher.run("serve");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void goesOnlineOnlyWhenOfflineIsNotEnough() throws Exception {
        Shell launcher =
                checkout("case \"$*\" in *' -o '*) echo 'Cannot access central in offline mode'; exit 1;; esac; touch"
                        + " \"$out/kubelens.jar\"");
        Shell.Result result = launcher.run("serve");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("first run downloads");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void showsHowABuildFailedAndWhereTheLogIs() throws Exception {
        Shell.Result result = checkout("echo '[ERROR] X.java: no'; exit 1").run("serve");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("[ERROR] X.java: no", home.resolve("target/build.log").toString());
        assertThat(builds()).hasSize(1);
        assertThat(home.resolve("target/build.lock")).doesNotExist();
    }

    @Test
    void needsACompilerInACheckout() throws Exception {
        Shell launcher = checkout("touch \"$out/kubelens.jar\"");
        Files.delete(jdks.resolve("jdk/bin/javac"));
        assertThat(launcher.run("serve").err().lines())
                .singleElement()
                .asString()
                .contains("needs a JDK 21 or newer");
    }

    @Test
    void saysInOneLineThatMavenIsMissing() throws Exception {
        Shell launcher = checkout("exit 0").with("PATH", pathWithoutMaven());
        assertThat(launcher.run("serve").err().lines())
                .singleElement()
                .asString()
                .contains("needs Maven 3.8 or newer");
    }

    private Shell launcher() {
        return new Shell(home.resolve("kubelens")).with("KUBELENS_JDK_DIRS", jdks);
    }

    private Shell checkout(String build) throws IOException {
        jdk("jdk", "25.0.1");
        Files.delete(home.resolve("kubelens.jar"));
        Files.createFile(home.resolve("pom.xml"));
        Files.createDirectories(home.resolve("src/main"));
        Files.createFile(home.resolve("src/main/X.java"));
        Path bin = Files.createDirectory(dir.resolve("bin"));
        String out = home.resolve("target/run/dist").toString();
        script(
                bin.resolve("mvn"),
                "echo \"$*\" >>'" + dir + "/builds'; out='" + out + "'; mkdir -p \"$out\"; " + build);
        return launcher().with("PATH", bin + ":" + System.getenv("PATH"));
    }

    private Stream<String> builds() throws IOException {
        return Files.readAllLines(dir.resolve("builds")).stream();
    }

    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectory(jdks.resolve(name));
        Path bin = Files.createDirectory(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(
                bin.resolve("java"),
                "[ \"$1\" = -version ] && { echo 'openjdk version \"" + version + "\"' >&2; exit; }\n" + "printf '"
                        + name + "'; printf ' [%s]' \"$@\"");
        script(bin.resolve("javac"), "exit 1");
        return jdk;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path pathWithoutMaven() throws IOException {
        Path bin = Files.createDirectory(dir.resolve("tools"));
        for (String tool : List.of(
                "sh",
                "dirname",
                "readlink",
                "sed",
                "head",
                "find",
                "mkdir",
                "ln",
                "rm",
                "mv",
                "sleep",
                "grep",
                "tail",
                "cat")) {
            Path found = Stream.of(System.getenv("PATH").split(":"))
                    .map(each -> Path.of(each, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(bin.resolve(tool), found);
        }
        return bin;
    }
}
