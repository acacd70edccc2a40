package io.kubelens.http;

import io.kubelens.logs.EventStream;
import io.kubelens.logs.ReadRange;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A stream that gives its place back when it is closed, opened or not, and only once. */
final class CountedStream implements EventStream {
    private final EventStream stream;
    private final Runnable leave;
    private final AtomicBoolean closed = new AtomicBoolean();

    CountedStream(EventStream stream, Runnable leave) {
        this.stream = stream;
        this.leave = leave;
    }

    @Override
    public String contentType() {
        return stream.contentType();
    }

    @Override
    public void open(Runnable ready) {
        stream.open(ready);
    }

    @Override
    public @Nullable ByteBuf poll() {
        return stream.poll();
    }

    @Override
    public void withdraw() {
        stream.withdraw();
    }

    @Override
    public State state() {
        return stream.state();
    }

    @Override
    public ReadRange range() {
        return stream.range();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                stream.close();
            } finally {
                leave.run();
            }
        }
    }
}
