package io.kubelens.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** config.yaml as a file: where it is, and what it says. */
public final class ConfigFile {
    static final int MAX_BYTES = 1024 * 1024;

    static final List<Path> USUAL = List.of(Path.of("/etc/kubelens/config.yaml"), Path.of("./config.yaml"));

    private ConfigFile() {}

    /**
     * What a file says.
     *
     * @param notices keys without effect and the like, each as {@code FILE:LINE: key.path ...}, to be logged once
     */
    public record Loaded(Config config, List<String> notices, Path source) {}

    /**
     * Finds the file: the one named on the command line, else in {@code KUBELENS_CONFIG}, else in
     * {@code KUBELENS_CONFIG_PATH}, else /etc/kubelens/config.yaml, else ./config.yaml.
     *
     * @throws ConfigException if the named one is missing (there is no going on to the next), or there is none
     */
    public static Path locate(@Nullable Path named, Map<String, String> env) {
        return locate(named, env, USUAL);
    }

    static Path locate(@Nullable Path named, Map<String, String> env, List<Path> usual) {
        if (named != null) {
            return existing(named, "named on the command line");
        }
        for (String variable : List.of("KUBELENS_CONFIG", "KUBELENS_CONFIG_PATH")) {
            String value = env.getOrDefault(variable, "");
            if (!value.isBlank()) {
                return existing(Path.of(value), "named by " + variable);
            }
        }
        return usual.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> refused("no config.yaml in "
                        + usual.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + "; write one there, or name it with --config or KUBELENS_CONFIG"));
    }

    /**
     * Reads and checks the whole file; its secrets are fetched from {@code env} and from the files it names.
     *
     * @throws ConfigException with every problem found
     */
    public static Loaded read(Path file, Map<String, String> env) {
        return parse(file, text(file), env);
    }

    /** As {@link #read}, of what is in {@code text}; {@code file} is how messages call it. */
    public static Loaded parse(Path file, String text, Map<String, String> env) {
        Findings findings = new Findings(file.toString());
        Section root = new Section(YamlTree.parse(text, findings), findings, env);
        Config config = new ConfigReader(findings, env).read(root);
        return new Loaded(config, findings.notices(), file);
    }

    private static Path existing(Path file, String how) {
        if (!Files.isRegularFile(file)) {
            throw refused(file + ": is " + how + " but is not a file; create it or correct the name");
        }
        return file;
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw refused(file + ": is larger than " + MAX_BYTES + " bytes; is it the right file?");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused(file + ": is not UTF-8 text; save it as UTF-8");
        } catch (NoSuchFileException e) {
            throw refused(file + ": does not exist; create it or correct the name");
        } catch (IOException e) {
            throw refused(file + ": cannot be read (" + e.getClass().getSimpleName() + "); check its permissions");
        }
    }

    private static ConfigException refused(String problem) {
        return new ConfigException(List.of(problem));
    }
}
