package io.kubelens.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a secret key: the text itself, with each {@code ${NAME}} replaced from the environment, or, written
 * {@code file:/path}, what that file holds without its last line end. What comes from outside is not expanded again.
 */
final class SecretText {
    private static final String FILE = "file:";
    private static final int MAX_BYTES = 64 * 1024;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private SecretText() {}

    /** A secret that cannot be had; the message names the variable or file, never a value. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        Missing(String text) {
            super(text);
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    static Secret resolve(String text, Map<String, String> env) throws Missing {
        String expanded = expand(text, env);
        return new Secret(text.startsWith(FILE) ? content(expanded.substring(FILE.length())) : expanded);
    }

    private static String expand(String text, Map<String, String> env) throws Missing {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!matcher.group().endsWith("}") || !NAME.matcher(name).matches()) {
                throw new Missing("holds a ${...} that names no variable; write ${NAME}, or use file:/path for a"
                        + " secret with ${ in it");
            }
            String value = env.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new Missing("environment variable " + name + " is not set or empty; set it");
            }
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(expanded).toString();
    }

    private static String content(String name) throws Missing {
        Path file = path(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Missing("file " + file + " is larger than " + MAX_BYTES + " bytes; is it the right one?");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("[\\r\\n]+$", "");
            if (text.isEmpty()) {
                throw new Missing("file " + file + " is empty; write the secret into it");
            }
            return text;
        } catch (IOException e) {
            throw new Missing("file " + file + " cannot be read as text ("
                    + e.getClass().getSimpleName() + "); mount it, or correct the path");
        }
    }

    private static Path path(String name) throws Missing {
        try {
            Path file = Path.of(name.replaceFirst("^///", "/"));
            if (file.isAbsolute()) {
                return file;
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new Missing("file: is not followed by an absolute path; write file:/path");
    }
}
