package io.kubelens.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kubelens token}: prints a demo user's access token, and nothing else, on stdout. */
@Command(
        name = "kubelens token",
        description = "Prints an access token of a demo user (developer, admin or outsider; the password is the name).",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Token implements Runnable {
    @Option(names = "--user", required = true, paramLabel = "NAME", description = "developer, admin or outsider")
    private String user = "";

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            defaultValue = "http://localhost:8180/realms/kubelens",
            description = "default: ${DEFAULT-VALUE}")
    private URI issuer = URI.create("");

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Token() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** The exit code: 0, 1 when there is no token, 2 on wrong usage. */
    static int run(String[] args, PrintStream out, PrintStream err) {
        return new CommandLine(new Token())
                .setOut(new java.io.PrintWriter(out, true, java.nio.charset.StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(err, true, java.nio.charset.StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return 1;
                })
                .execute(args);
    }

    @Override
    public void run() {
        if (!"http".equals(issuer.getScheme()) && !"https".equals(issuer.getScheme())) {
            throw new ParameterException(spec.commandLine(), "--issuer must be an http or https URL: " + issuer);
        }
        try {
            spec.commandLine().getOut().println(DemoToken.fetch(issuer, user, user));
        } catch (IOException e) {
            throw new CommandLine.ExecutionException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
