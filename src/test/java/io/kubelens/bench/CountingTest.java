package io.kubelens.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class CountingTest {
    private static final String FIRST = event(7, "");
    private static final String SECOND = event(8, "");

    @Test
    void countsLinesHoweverTheyAreCut() {
        byte[] answer = answer(FIRST, SECOND + event(9, ""), "event: heartbeat\ndata: {}\n\n");
        for (int piece = 1; piece <= answer.length; piece++) {
            assertThat(read(new InOrder(7), answer, piece))
                    .as("pieces of %s", piece)
                    .isEqualTo(3);
            assertThat(read(Counting::marks, answer, piece))
                    .as("pieces of %s", piece)
                    .isEqualTo(3);
        }
    }

    @Test
    void refusesALostLine() {
        refuses("line 9 came where 8 was due", FIRST, event(9, ""));
    }

    @Test
    void refusesADoubledLine() {
        refuses("line 7 came where 8 was due", FIRST, FIRST);
    }

    @Test
    void refusesALineThatIsMarkedLate() {
        refuses("line 8 is marked late", FIRST, event(8, ",\"late\":true"));
    }

    private static void refuses(String reason, String... chunks) {
        byte[] answer = answer(chunks);
        assertThatThrownBy(() -> read(new InOrder(7), answer, answer.length)).hasMessage(reason);
    }

    private static int read(Counting counting, byte[] answer, int piece) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(answer.length).order(ByteOrder.LITTLE_ENDIAN);
        int lines = 0;
        for (int at = 0; at < answer.length; at += piece) {
            int length = Math.min(piece, answer.length - at);
            bytes.put(0, answer, at, length);
            lines += counting.lines(bytes, length);
        }
        return lines;
    }

    private static String event(int number, String flags) {
        return "id: 1~a.b\nevent: log\ndata: {\"message\":\"^%09d x\",\"level\":\"INFO\"%s}\n\n"
                .formatted(number, flags);
    }

    private static byte[] answer(String... chunks) {
        StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            text.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
