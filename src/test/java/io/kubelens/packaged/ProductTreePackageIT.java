package io.kubelens.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

final class ProductTreePackageIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    private static Path home;

    @BeforeAll
    static void assemble(@TempDir Path empty) throws IOException {
        home = empty;
        Image.ofDockerfile().assemble(home);
    }

    @Test
    void holdsNothingThatCanMintATokenOrFakeACluster() throws IOException {
        assertThat(entries(home.resolve("kubelens.jar")))
                .contains("io/kubelens/KubeLens.class", "logback.xml")
                .noneMatch(ProductTreePackageIT::isDemo);
        assertThat(files(home)).noneMatch(file -> file.contains("demo"));
    }

    @Test
    void keepsTheDemoInAJarOfItsOwn() throws IOException {
        assertThat(entries(Path.of("target/dist/kubelens-demo.jar")))
                .filteredOn(name -> name.endsWith(".class"))
                .isNotEmpty()
                .allMatch(ProductTreePackageIT::isDemo);
    }

    @Test
    void holdsNoLibraryOfTheTests() throws IOException {
        assertThat(files(home.resolve("lib")))
                .hasSizeGreaterThan(50)
                .noneMatch(file -> file.matches(".*(junit|assertj|awaitility|archunit|kube-api-test|camel-test).*"));
    }

    @Test
    void namesEveryLibraryInTheManifest() throws IOException {
        try (JarFile jar = new JarFile(home.resolve("kubelens.jar").toFile())) {
            String path = jar.getManifest().getMainAttributes().getValue("Class-Path");
            List<String> names = List.of(path.split(" ", -1));
            assertThat(names).allMatch(name -> Files.exists(home.resolve(name)));
            assertThat(names).hasSameSizeAs(files(home.resolve("lib")));
        }
    }

    @Test
    void saysItsVersion() throws Exception {
        Shell.Result result = launcher(home.resolve("kubelens")).run("--version");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).matches("kubelens \\d+\\.\\d+\\.\\d+\\R");
        assertThat(result.code()).isZero();
    }

    @Test
    void checksItsOwnRoutes() throws Exception {
        Shell.Result result = launcher(home.resolve("kubelens")).run("routes", "check");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).endsWith("routes: ok\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void startsThroughASymbolicLink(@TempDir Path bin) throws Exception {
        Path link = Files.createSymbolicLink(bin.resolve("kl"), home.resolve("kubelens"));
        assertThat(launcher(link).run("--version").out()).startsWith("kubelens ");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void takesItsClassesFromTheAotCache(@TempDir Path copy) throws Exception {
        Image.ofDockerfile().assemble(copy);
        Path loaded = copy.resolve("loaded.txt");
        launcher(copy.resolve("kubelens"))
                .with("KUBELENS_JAVA_OPTS", "-XX:AOTCacheOutput=" + copy.resolve("kubelens.aot"))
                .run("--version");
        Shell.Result result = launcher(copy.resolve("kubelens"))
                .with("KUBELENS_JAVA_OPTS", "-Xlog:class+load:file=" + loaded)
                .run("--version");
        assertThat(result.out()).startsWith("kubelens ");
        assertThat(result.err()).isEmpty();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.kubelens.KubeLens ") && line.contains("shared objects file"));
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void passesOverAnAotCacheThatDoesNotFit(@TempDir Path copy) throws Exception {
        Image.ofDockerfile().assemble(copy);
        Files.writeString(copy.resolve("kubelens.aot"), "made by another Java");
        Shell.Result result = launcher(copy.resolve("kubelens")).run("--version");
        assertThat(result.out()).startsWith("kubelens ").hasLineCount(1);
        assertThat(result.err()).isEmpty();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_25)
    void fillsTheAotCacheOfTheImageWithAGatewayThatHasStarted(@TempDir Path copy) throws Exception {
        Image image = Image.ofDockerfile();
        image.assemble(copy);
        String run = image.instructions("RUN").getFirst();
        Shell.Result made = launcher(Path.of("/bin/sh")).run("-c", "cd '" + copy + "'; " + run);
        assertThat(made.code()).as(made.out() + made.err()).isZero();
        assertThat(files(copy)).contains("kubelens.aot").noneMatch(file -> file.startsWith("training"));
    }

    private static Shell launcher(Path program) {
        return new Shell(program).with("JAVA_HOME", JAVA);
    }

    private static boolean isDemo(String entry) {
        return entry.startsWith("io/kubelens/demo") || entry.startsWith("demo/");
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList();
        }
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
