package io.kubelens.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kubelens demo}: the gateway on an embedded cluster and issuer. */
@Command(
        name = "kubelens demo",
        description = "Run the gateway on an embedded cluster and issuer, both on this machine only.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped", "1:could not start, the reason on standard error", "2:wrong usage"})
public final class Demo implements Callable<Integer>, AutoCloseable {
    @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080", description = "Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--issuer-port",
            paramLabel = "PORT",
            defaultValue = "8180",
            description = "Default: ${DEFAULT-VALUE}.")
    private int issuerPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The port of /metrics; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int managementPort;

    private final PrintStream out;
    private volatile @Nullable DemoGateway gateway;

    private Demo(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Demo(System.out)).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            close();
            stopped.countDown();
        }));
        try {
            start();
        } catch (IOException | RuntimeException e) {
            System.err.println("kubelens demo: " + e.getMessage());
            return 1;
        }
        stopped.await();
        return 0;
    }

    private void start() throws IOException {
        Path home = Path.of(System.getProperty("kubelens.home", "."));
        DemoGateway running = DemoGateway.start(
                new DemoGateway.Ports(port, issuerPort, managementPort),
                List.of(home.resolve("routes")),
                home.resolve("application.properties").toString());
        gateway = running;
        running.workload().run();
        welcome(running.url().toString(), running.issuer().issuer());
    }

    private void welcome(String gateway, String issuer) {
        String metrics = managementPort == 0 ? "off" : "http://localhost:" + managementPort + "/metrics";
        String elsewhere = issuerPort == 8180 ? "" : " --issuer " + issuer;
        out.printf(
                """

                KubeLens is running on %1$s
                  issuer    %2$s
                  users     developer and admin (see shop and payments), outsider (nothing); password = name
                  metrics   %3$s

                Paste this into another terminal:
                  TOKEN=$(./kubelens token --user developer%4$s)
                  curl -N -H "Authorization: Bearer $TOKEN" "%1$s/api/v1/namespaces/shop/apps/web/logs?tail=5"

                Ctrl-C stops it.
                """,
                gateway, issuer, metrics, elsewhere);
        out.flush();
    }

    @Override
    public void close() {
        DemoGateway running = gateway;
        if (running != null) {
            running.close();
        }
    }
}
