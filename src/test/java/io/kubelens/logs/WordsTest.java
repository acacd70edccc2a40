package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {0, '\n', ' ', '"', '\\', 0x7F})
    void findsTheFirstByte(int one) {
        for (int run = 0; run < 2_000; run++) {
            byte[] a = bytes();
            int from = random.nextInt(a.length);
            int to = from + random.nextInt(a.length - from + 1);
            assertThat(Words.find(a, from, to, one)).isEqualTo(plain(a, from, to, one));
        }
    }

    @Test
    void marksTheFirstByteBelowALimit() {
        for (int run = 0; run < 2_000; run++) {
            byte[] a = bytes();
            long marks = Words.below(Words.at(a, 0), 0x20);
            int first = 0;
            while (first < 8 && (a[first] < 0 || a[first] >= 0x20)) {
                first++;
            }
            assertThat(marks == 0 ? 8 : Words.first(marks)).isEqualTo(first);
        }
    }

    @Test
    void marksWhatIsNotAscii() {
        byte[] a = "ab\u00e9 cde".getBytes(StandardCharsets.UTF_8);
        assertThat(Words.high(Words.at(a, 0))).isEqualTo(0x8080_0000L);
    }

    private static int plain(byte[] a, int from, int to, int one) {
        int at = from;
        while (at < to && a[at] != one) {
            at++;
        }
        return at;
    }

    /** Few different bytes, so that many are found and stand next to their neighbours. */
    private byte[] bytes() {
        byte[] some = {0, 1, '\n', 0x0B, 0x1F, ' ', '!', '"', '#', '[', '\\', 'a', 0x7F, -128, -1};
        byte[] a = new byte[8 + random.nextInt(60)];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextInt(4) == 0 ? some[random.nextInt(some.length)] : (byte) 'x';
        }
        return a;
    }
}
