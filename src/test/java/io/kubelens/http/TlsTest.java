package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.config.Config;
import io.kubelens.real.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {

    /** What the route of this test calls. */
    public static final class Beans {
        public String hello() {
            return "{}";
        }
    }

    private static TestGateway gateway(String certificate, String key) {
        Config.Server config = TestGateway.server(60, 10, 10, List.of(), certificate, key);
        return TestGateway.with(Map.of("beans", new Beans()))
                .config(config)
                .open("healthz", "/healthz", TestGateway.call("beans", "hello()"))
                .start();
    }

    @Test
    void speaksHttp2AndHttp1OverTls(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder);
        try (TestGateway gateway = gateway(
                certificate.certificateFile().toString(), certificate.keyFile().toString())) {
            URI uri = URI.create("https://127.0.0.1:" + gateway.gateway.port() + "/healthz");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(certificate)).build();

            HttpResponse<String> second =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> first = client.send(
                    HttpRequest.newBuilder(uri)
                            .version(HttpClient.Version.HTTP_1_1)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(second.body()).isEqualTo("{}");
            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void saysWhichFileIsMissing(@TempDir Path folder) {
        String nowhere = folder.resolve("nowhere.pem").toString();

        assertThatThrownBy(() -> gateway(nowhere, nowhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nowhere.pem");
    }

    private static SSLContext trusting(TestCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
