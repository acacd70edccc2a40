package io.kubelens;

import static org.awaitility.Awaitility.await;

import io.kubelens.demo.DemoGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The gateway with the shipped routes on the demo's cluster and issuer, for all tests of a class, and a client of it. */
@SuppressWarnings("NullAway.Init")
final class RunningDemo implements BeforeAllCallback, AfterAllCallback {
    /** Runs of containers of the demo that have ended when it begins. */
    private static final int ENDED = 2;

    private DemoGateway gateway;
    private HttpClient http;
    private int management;

    /** Starts one of a test's own, with more in its configuration. */
    static DemoGateway start(String sections) throws IOException {
        return start(DemoGateway.Ports.FREE, sections);
    }

    static DemoGateway start(DemoGateway.Ports ports, String sections) throws IOException {
        DemoGateway gateway = DemoGateway.start(ports, List.of(Path.of("routes")), "application.properties", sections);
        awaitCaptures(gateway);
        return gateway;
    }

    /** Until the demo's runs that had ended before are captured: events are what is asked for last. */
    private static void awaitCaptures(DemoGateway gateway) {
        await().until(() -> gateway.cluster().requests().stream()
                        .filter(line -> line.contains("fieldSelector=regarding.uid"))
                        .count()
                == ENDED);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        management = freePort();
        gateway = start(new DemoGateway.Ports(0, 0, management), "");
        http = HttpClient.newHttpClient();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        http.close();
        gateway.close();
    }

    DemoGateway gateway() {
        return gateway;
    }

    HttpResponse<String> get(String path, String user) throws IOException, InterruptedException {
        return get(gateway, path, user);
    }

    /** Asks another one. */
    HttpResponse<String> get(DemoGateway of, String path, String user) throws IOException, InterruptedException {
        return get(URI.create(of.url() + path), of.issuer().token(user));
    }

    HttpResponse<String> getWithToken(String path, String token) throws IOException, InterruptedException {
        return get(URI.create(gateway.url() + path), token);
    }

    private HttpResponse<String> get(URI url, String token) throws IOException, InterruptedException {
        return http.send(request(url, token).build(), BodyHandlers.ofString());
    }

    /** Without a body. */
    HttpResponse<String> put(String path, String user) throws IOException, InterruptedException {
        HttpRequest request = request(
                        URI.create(gateway.url() + path), gateway.issuer().token(user))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(URI url, String token) {
        return HttpRequest.newBuilder(url).header("Authorization", "Bearer " + token);
    }

    /** What the management port answers. */
    String metrics() throws IOException, InterruptedException {
        return metrics(management);
    }

    /** What that of another one answers. */
    String metrics(int management) throws IOException, InterruptedException {
        URI url = URI.create("http://localhost:" + management + "/metrics");
        return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
    }
}
