package io.kubelens.real;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate for 127.0.0.1 and localhost, made by the JDK's keytool, as PEM files.
 *
 * <p>One is enough for a rig: it is the API server's own, its client certificate towards kubelets, the kubelets', and
 * what each of them trusts.
 */
public record TestCertificate(Path certificateFile, Path keyFile, Certificate certificate) {
    private static final String PASSWORD = "changeit";

    public static TestCertificate create(Path directory) {
        try {
            Path store = directory.resolve("rig.p12");
            keytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            Certificate certificate = keys.getCertificate("rig");
            Path certificateFile = pem(directory.resolve("rig.crt"), "CERTIFICATE", certificate.getEncoded());
            byte[] key = keys.getKey("rig", PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(
                    certificateFile, pem(directory.resolve("rig.key"), "PRIVATE KEY", key), certificate);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no test certificate", e);
        }
    }

    private static void keytool(Path store) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "rig",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=kubelens-rig",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Finished finished = Finished.run(new ProcessBuilder(command));
        if (finished.exitCode() != 0) {
            throw new IllegalStateException("keytool: " + finished.output() + finished.errors());
        }
    }

    private static Path pem(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }

    /** The certificate's PEM text. */
    String pem() throws IOException {
        return Files.readString(certificateFile);
    }
}
