package io.kubelens.resources;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The value of a Secret's entry as text: what is not UTF-8 stays base64 and says so. */
final class SecretText {
    private static final String BINARY = "base64:";

    private SecretText() {}

    /** @param data base64, as Kubernetes sends it */
    static String of(String data) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(data));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return BINARY + data;
        }
    }
}
