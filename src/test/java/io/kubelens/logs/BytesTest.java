package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    private final Bytes out = new Bytes(1);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 35, 36, 99, 100, 1295, 1296, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void writesNumbersAsJavaDoes(long value) {
        out.clear();
        assertThat(text(out.number(value))).isEqualTo(Long.toString(value));
        out.clear();
        assertThat(text(out.base36(value))).isEqualTo(Long.toString(value, 36));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 31, 62})
    void writesAnyNumberOfAnyLength(int bits) {
        Random random = new Random(bits);
        for (int run = 0; run < 500; run++) {
            long value = random.nextLong() >>> (63 - bits);
            writesNumbersAsJavaDoes(value);
            out.clear();
            Timestamps.nanos(out, value >>> 1);
            assertThat(text(out)).isEqualTo(Long.toString(value >>> 1));
            out.clear();
            Timestamps.base36(out, value >>> 1);
            assertThat(text(out)).isEqualTo(Long.toString(value >>> 1, 36));
            out.clear();
        }
    }

    private static String text(Bytes bytes) {
        return new String(bytes.array(), 0, bytes.size(), StandardCharsets.US_ASCII);
    }
}
