package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** Where batches are put together, in whatever thread polls, and copied out at their exact size. */
final class Scratch {
    private static final int LARGEST = 256 * 1024;
    private static final ThreadLocal<Bytes> OF_THREAD = ThreadLocal.withInitial(() -> new Bytes(64 * 1024));

    private Scratch() {}

    interface Writing {
        void write(Bytes out, long now);
    }

    /** What is written; null when that is nothing. */
    static @Nullable ByteBuf batch(long now, Writing writing) {
        Bytes out = OF_THREAD.get();
        out.clear();
        writing.write(out, now);
        if (out.size() == 0) {
            return null;
        }
        ByteBuf batch = Unpooled.copiedBuffer(out.array(), 0, out.size());
        if (out.array().length > LARGEST) {
            OF_THREAD.remove();
        }
        return batch;
    }
}
