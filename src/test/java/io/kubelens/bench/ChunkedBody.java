package io.kubelens.bench;

import java.nio.ByteBuffer;

/** Takes the chunks' sizes out of an HTTP/1.1 answer, which comes in pieces of any length. */
final class ChunkedBody {
    private static final long HEAD_END = 0x0D0A0D0AL;

    private enum State {
        HEAD,
        SIZE,
        DATA,
        END
    }

    /** Takes the next bytes of the body. */
    interface Body {
        void take(ByteBuffer bytes, int from, int to);
    }

    private final Body body;
    private State state = State.HEAD;
    private long last;
    private int left;

    ChunkedBody(Body body) {
        this.body = body;
    }

    void take(ByteBuffer bytes, int length) {
        int at = 0;
        while (at < length) {
            if (state == State.DATA) {
                int to = Math.min(length, at + left);
                body.take(bytes, at, to);
                left -= to - at;
                at = to;
                if (left == 0) {
                    state = State.END;
                }
            } else {
                frame(bytes.get(at++));
            }
        }
    }

    private void frame(byte next) {
        if (state == State.HEAD) {
            last = (last << Byte.SIZE | next) & 0xFFFFFFFFL;
            if (last == HEAD_END) {
                state = State.SIZE;
            }
        } else if (state == State.SIZE && next != '\r' && next != '\n') {
            left = left * 16 + Character.digit(next, 16);
        } else if (next == '\n') {
            state = state == State.END || left == 0 ? State.SIZE : State.DATA;
        }
    }
}
