package io.kubelens.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A {@link BareServer} in a process of its own, with the flags that the launcher gives the gateway. */
final class BareProcess implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "-Xms64m", "-Xmx320m", "-XX:MaxDirectMemorySize=96m", "-XX:ReservedCodeCacheSize=64m", "-XX:+UseG1GC");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    private BareProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static BareProcess start(Path file) throws IOException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(FLAGS);
        builder.command().addAll(List.of("-cp", System.getProperty("java.class.path")));
        builder.command().addAll(List.of(BareServer.class.getName(), Integer.toString(port), file.toString()));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        BareProcess bare = new BareProcess(port, builder.inheritIO().start());
        Runtime.getRuntime().addShutdownHook(new Thread(bare.process::destroyForcibly));
        Awaitility.await("the bare server")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> bare.go() == 200);
        return bare;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Lets it send to all who wait. */
    int go() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/go"))
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
        process.destroyForcibly();
    }
}
