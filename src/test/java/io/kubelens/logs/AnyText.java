package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages as containers may write them, and times as runtimes may put before them. */
final class AnyText {
    private static final List<String> PARTS = List.of(
            "a",
            " ",
            "\t",
            "\r",
            "\u0000",
            "\u001b[31m",
            "\"",
            "\\",
            "é",
            "日本",
            "👩‍🚀",
            "\u2028",
            "\uFEFF",
            "\n\n",
            "data: {}",
            "event: log",
            "id: 1~",
            "ERROR",
            "2026-01-01T00:00:00.000000001Z x",
            "{\"level\":\"warn\"}",
            "rpc error:");

    private AnyText() {}

    /** Bytes of one line, perhaps none, perhaps no UTF-8. */
    static byte[] message(RandomGenerator random, int longest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = random.nextInt(random.nextInt(20) == 0 ? longest + 1 : Math.min(longest, 60) + 1);
        while (out.size() < length) {
            if (random.nextInt(10) == 0) {
                out.write(random.nextInt(256));
            } else if (random.nextInt(4) == 0) {
                out.writeBytes(RandomCases.oneOf(random, PARTS).getBytes(UTF_8));
            } else {
                out.writeBytes("word ".getBytes(UTF_8));
            }
        }
        byte[] bytes = out.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            // Of a surrogate's bytes Java's own decoder makes fewer U+FFFD than the WHATWG's, which browsers have.
            bytes[i] = bytes[i] == '\n' || bytes[i] == (byte) 0xED ? (byte) 'n' : bytes[i];
        }
        return bytes;
    }

    /** As {@link #times}, but here and there a line comes after the next ones, as those of two streams do. */
    static long[] mixed(RandomGenerator random, int count) {
        long[] times = times(random, count);
        for (int i = random.nextInt(count / 4 + 1); i > 0; i--) {
            int from = random.nextInt(count);
            int to = Math.min(count - 1, from + random.nextInt(4));
            if (times[to] - times[from] < Timestamps.SECOND / 4) {
                long time = times[from];
                System.arraycopy(times, from + 1, times, from, to - from);
                times[to] = time;
            }
        }
        return times;
    }

    /** Times that never go back, many of them equal. */
    static long[] times(RandomGenerator random, int count) {
        long[] times = new long[count];
        long time = LogWorld.T0 + random.nextLong(Timestamps.SECOND);
        int burst = random.nextInt(1, 20);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(burst) == 0) {
                time += random.nextLong(1, 1L << random.nextInt(1, 33));
            }
            times[i] = time;
        }
        return times;
    }
}
