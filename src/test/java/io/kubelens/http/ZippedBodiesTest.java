package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ZippedBodiesTest {
    private final ZippedBodies bodies = new ZippedBodies();

    @Test
    void zipsABodyOnce() {
        byte[] first = bodies.of("a", random(1000));

        assertThat(bodies.of("a", random(1000))).isSameAs(first);
        assertThat(bodies.of("b", random(1000))).isNotSameAs(first);
    }

    @Test
    void forgetsWhatWasUsedLongAgo() {
        byte[] used = bodies.of("used", random(1000));
        byte[] unused = bodies.of("unused", random(1000));
        for (int i = 0; i < 20; i++) {
            bodies.of(Integer.toString(i), random(1024 * 1024));
            assertThat(bodies.of("used", random(1))).isSameAs(used);
        }

        assertThat(bodies.bytes()).isLessThanOrEqualTo(8L * 1024 * 1024);
        assertThat(bodies.of("unused", random(1000))).isNotSameAs(unused);
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }
}
