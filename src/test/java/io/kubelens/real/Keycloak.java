package io.kubelens.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak with the realm {@code kubelens}: public clients {@code kubelens} (audience mapper),
 * {@code strict-less} (none) and {@code brief} (tokens last a second), confidential client {@code keeper}
 * ({@link #SECRET}), users {@code developer}, {@code admin} and {@code outsider}, password = name.
 *
 * <p>One per JVM ({@link #shared}): its first start builds it and takes half a minute, the next ones about seven
 * seconds. Its database is new in each JVM and survives {@link #stop}.
 */
public final class Keycloak implements AutoCloseable {
    /** What the client {@code keeper} proves itself with. */
    static final String SECRET = "hunter2 & co";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static @Nullable Keycloak shared;

    private final Path home;
    private final int port = ChildProcess.freePort();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private @Nullable ChildProcess server;

    private Keycloak(Path home) {
        this.home = home;
    }

    /** The one of this JVM, running; skips the test where the distribution is not unpacked. */
    public static synchronized Keycloak shared() {
        Keycloak keycloak = shared;
        if (keycloak == null) {
            keycloak = new Keycloak(distribution());
            keycloak.prepare();
            shared = keycloak;
        }
        keycloak.start();
        return keycloak;
    }

    private static Path distribution() {
        Path home = Path.of(System.getProperty("kubelens.real.keycloak", "no-keycloak"));
        if (!Files.isRegularFile(home.resolve("bin/kc.sh"))) {
            throw Absent.component("Keycloak", "run Maven with -Preal, which unpacks it");
        }
        return home;
    }

    private void prepare() {
        Directories.delete(home.resolve("data"));
        try (InputStream realm =
                Objects.requireNonNull(Keycloak.class.getResourceAsStream("/real/realm.json"), "realm.json")) {
            Path imports = Files.createDirectories(home.resolve("data/import"));
            Files.copy(realm, imports.resolve("realm.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code auth.keycloak_url} is to be. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public String issuer() {
        return url() + "/realms/kubelens";
    }

    /** A fresh access token of a user for the client {@code kubelens}. */
    public String token(String user) {
        return token(user, "kubelens");
    }

    public String token(String user, String client) {
        return admin().token("kubelens", client, user, user);
    }

    /** A token of this Keycloak that is good for another realm only. */
    String tokenOfAnotherRealm() {
        return admin().token("master", "admin-cli", KeycloakAdmin.NAME, KeycloakAdmin.NAME);
    }

    /**
     * Signs with a new key from now on and withdraws the old ones: tokens so far no longer verify.
     *
     * @return the new key's {@code kid}
     */
    public String rotateKeys() {
        return admin().rotateKeys("kubelens");
    }

    private KeycloakAdmin admin() {
        return new KeycloakAdmin(http, url());
    }

    /** Stops it in order, so that the database has all; nothing answers on its port until {@link #start}. */
    public synchronized void stop() {
        ChildProcess running = server;
        server = null;
        if (running != null) {
            running.end();
        }
    }

    /** Starts it, on the same port with the same data, and waits until it is ready; nothing when it runs. */
    public synchronized void start() {
        if (server == null) {
            server = launch();
        }
    }

    private ChildProcess launch() {
        ChildProcess child = ChildProcess.start("keycloak", home, environment(), command());
        HttpRequest.Builder discovery =
                HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"));
        Awaitility.await("Keycloak is ready")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    child.checkAlive();
                    return Readiness.ok(http, discovery);
                });
        return child;
    }

    private List<String> command() {
        return List.of(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
    }

    private static Map<String, String> environment() {
        return Map.of(
                "JAVA_OPTS_APPEND",
                "-XX:TieredStopAtLevel=1",
                "JAVA_HOME",
                System.getProperty("java.home"),
                "KC_BOOTSTRAP_ADMIN_USERNAME",
                KeycloakAdmin.NAME,
                "KC_BOOTSTRAP_ADMIN_PASSWORD",
                KeycloakAdmin.NAME);
    }

    @Override
    public void close() {
        stop();
        http.close();
    }
}
