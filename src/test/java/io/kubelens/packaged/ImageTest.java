package io.kubelens.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ImageTest {
    @Test
    void runsAsNobodyAndServes() throws Exception {
        Image image = Image.ofDockerfile();
        assertThat(image.instructions("USER")).containsExactly("65532:65532");
        assertThat(image.instructions("EXPOSE")).containsExactly("8080 8081");
        assertThat(image.instructions("ENTRYPOINT")).containsExactly("[\"/opt/kubelens/kubelens\"]");
        assertThat(image.instructions("CMD")).containsExactly("[\"serve\"]");
    }

    @Test
    void isGivenWhatItCopiesFromTheCheckout() throws Exception {
        List<String> given = Files.readAllLines(Path.of(".dockerignore"));
        assertThat(given).startsWith("*");
        Image.ofDockerfile().instructions("COPY").stream()
                .filter(copy -> !copy.contains("--from="))
                .flatMap(copy -> Stream.of(copy.split("\\s+", -1))
                        .filter(word -> !word.startsWith("--") && !word.startsWith("./")))
                .forEach(source -> assertThat(given).contains("!" + source));
    }

    @Test
    void saysTheVersionOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");
        assertThat(Image.ofDockerfile().instructions("LABEL"))
                .singleElement()
                .asString()
                .contains("image.version=\"" + version + "\"");
    }
}
