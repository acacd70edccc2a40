package io.kubelens.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kubelens status}: what {@code GET /api/v1/admin/status} of a running gateway says. */
@Command(
        name = "status",
        description = {
            "Say how a running gateway is doing.",
            "Needs the token of a member of auth.allowed_secrets_groups, in $KUBELENS_TOKEN or a file."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:told", "1:no answer or refused, the reason on standard error", "2:wrong usage"})
final class StatusCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, String> env;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the gateway is. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Has the token. Default: $KUBELENS_TOKEN.")
    private @Nullable Path tokenFile;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json. Default: text.")
    private Format format = Format.TEXT;

    private enum Format {
        TEXT,
        JSON
    }

    StatusCommand(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            HttpResponse<String> answer = ask(token());
            if (answer.statusCode() == 200) {
                print(answer.body());
                return 0;
            }
            err.println("kubelens: " + url + " answers " + answer.statusCode() + ": " + error(answer.body()));
        } catch (IOException e) {
            err.println("kubelens: " + url + " cannot be asked: " + e);
        }
        return 1;
    }

    private String token() {
        String token = tokenFile == null ? env.getOrDefault("KUBELENS_TOKEN", "") : read(tokenFile);
        if (!token.strip().matches("[A-Za-z0-9._~+/=-]+")) {
            throw new ParameterException(
                    spec.commandLine(), "there is no token; put one into $KUBELENS_TOKEN or give --token-file FILE");
        }
        return token.strip();
    }

    private String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName();
            throw new ParameterException(
                    spec.commandLine(),
                    "--token-file " + file + " cannot be read as text (" + reason
                            + "); write the token into it, or correct the name",
                    e);
        }
    }

    private HttpResponse<String> ask(String token) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/api/v1/admin/status"))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--url is no http URL; write one such as http://127.0.0.1:8080", e);
        }
    }

    private void print(String json) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode status = new ObjectMapper().readTree(json);
        if (format == Format.JSON) {
            out.println(status.toPrettyString());
        } else {
            print(out, "", status);
        }
    }

    /** A line for each value, named by the way to it. */
    private static void print(PrintWriter out, String name, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(member -> print(out, below(name, member.getKey()), member.getValue()));
        } else if (node.isArray() && !node.isEmpty()) {
            for (int i = 0; i < node.size(); i++) {
                print(out, below(name, Integer.toString(i + 1)), node.get(i));
            }
        } else {
            String value = node.isArray() ? "none" : node.asText().replaceAll("\\p{Cntrl}", "?");
            out.println(name + ": " + value);
        }
    }

    private static String below(String name, String member) {
        return name.isEmpty() ? member : name + "." + member;
    }

    private static String error(String body) {
        try {
            return new ObjectMapper()
                    .readTree(body)
                    .path("error")
                    .asText("no reason given")
                    .replaceAll("\\p{Cntrl}", "?");
        } catch (IOException e) {
            return "this is not a gateway";
        }
    }
}
