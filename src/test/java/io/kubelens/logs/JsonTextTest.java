package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void replacesEveryMaximalPartOfASurrogate() {
        byte[] bytes = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};
        Bytes out = new Bytes(8);
        JsonText.clean(out, bytes, 0, 3);

        assertThat(out.toString()).isEqualTo("\uFFFD\uFFFD\uFFFD");
        assertThat(new Utf8().count(bytes, 0, 3)).isEqualTo(3);
    }

    @Test
    void keepsWhatAnyBytesMeanAndReplacesWhatIsNotUtf8() throws Exception {
        Random random = new Random(3);
        byte[] alphabet = {
            'a',
            '"',
            '\\',
            '\n',
            '\r',
            0,
            0x1b,
            0x7f,
            (byte) 0xC3,
            (byte) 0xA9,
            (byte) 0xE2,
            (byte) 0x80,
            (byte) 0xA8,
            (byte) 0xF0,
            (byte) 0x9F,
            (byte) 0x91,
            (byte) 0xA9,
            (byte) 0xEF,
            (byte) 0xA0,
            (byte) 0xFF,
            (byte) 0xC0,
            (byte) 0xF4,
            (byte) 0x90
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            }
            String expected = new String(bytes, UTF_8);
            Bytes out = new Bytes(8);
            JsonText.escape(out.put('"'), bytes, 0, bytes.length);
            out.put('"');
            assertThat(json.readValue(out.toString(), String.class)).isEqualTo(expected);
            assertThat(out.toString()).doesNotContain("\n", "\r");
            assertThat(new Utf8().count(bytes, 0, bytes.length))
                    .isEqualTo(expected.codePointCount(0, expected.length()));

            Bytes clean = new Bytes(8);
            JsonText.clean(clean, bytes, 0, bytes.length);
            assertThat(clean.toString()).isEqualTo(expected);
        }
    }
}
