package io.kubelens.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.kube.PodLogs;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLogTest {
    private static final PodLogs.Request REQUEST =
            new PodLogs.Request("shop", "a", "app", true, OptionalInt.of(1000), OptionalLong.empty(), false);
    private static final PodLogs.Call IDLE = new PodLogs.Call() {
        @Override
        public void consume() {}

        @Override
        public void cancel() {}
    };

    private final Room room = new Room(4 * 1024 * 1024);
    private final Random random = new Random(1);

    private static RunLog started(RunLog log) {
        return log.start((what, listener) -> IDLE, REQUEST);
    }

    /** A line that is hard to pack. */
    private ByteBuffer noise(int bytes) {
        byte[] line = new byte[bytes];
        random.nextBytes(line);
        for (int i = 0; i < bytes; i++) {
            // No line feed among it.
            line[i] |= (byte) 0x80;
        }
        line[bytes - 1] = '\n';
        return ByteBuffer.wrap(line);
    }

    @Test
    void hasNothingThatCouldBePreferredOnceItIsGivenUp() {
        RunLog log = started(new RunLog(1000, room));
        log.chunk(Runs.text(0, 10));
        while (!log.isOver()) {
            log.chunk(noise(100_000));
        }

        assertThat(log.lines()).isZero();
        assertThat(log.isWhole()).isFalse();
        assertThat(room.used()).isZero();
    }

    @Test
    void takesNothingOfWhatComesAfterItsEnd() {
        RunLog log = started(new RunLog(1000, room));
        log.chunk(Runs.text(0, 10));
        log.close();

        log.chunk(Runs.text(10, 20));

        assertThat(room.used()).isZero();
    }

    @Test
    void leavesTheLastOfTheRoomToLogsThatHaveEnded() {
        RunLog ended = started(new RunLog(1000, room));
        while (!room.isTight()) {
            ended.chunk(noise(100_000));
        }
        RunLog followed = started(RunLog.yielding(1000, room));

        followed.chunk(Runs.text(0, 1));

        assertThat(followed.isOver()).isTrue();
        assertThat(ended.isOver()).isFalse();
    }
}
