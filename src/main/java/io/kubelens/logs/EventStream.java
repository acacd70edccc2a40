package io.kubelens.logs;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is written as it comes into being. The engine pulls: it asks {@link #poll} whenever the client can
 * take more, so a slow client holds nothing up but itself and nothing is queued between here and the socket.
 *
 * <p>{@code open} is called once, then {@code poll} on the connection's event loop only (it must not block), and
 * {@code close} exactly once, whatever happened before. A stream that is never opened holds no resource.
 */
public interface EventStream extends AutoCloseable {

    /** The media type of the answer, for example {@code text/event-stream}. */
    String contentType();

    /**
     * Starts the stream.
     *
     * @param ready to be called, from any thread and as often as wanted, when {@code poll} may have something new;
     *     cheap, never blocks, coalesced by the engine
     */
    void open(Runnable ready);

    /**
     * The next bytes, at most about 64 KiB; null when there is nothing now. An unpooled buffer, left to the garbage
     * collector: Vert.x does not release what it is given.
     */
    @Nullable
    ByteBuf poll();

    /**
     * The client may no longer see what the stream shows: nothing of it is polled from now on but a word about that, then
     * the stream is complete. From any thread, before {@code open} as well. Idempotent.
     */
    void withdraw();

    /** How the stream stands, asked after {@code poll} returned null. */
    State state();

    /** What of a log has been polled, for the audit; asked once, after {@code close}. */
    default ReadRange range() {
        return ReadRange.NONE;
    }

    /** Lets go of everything the stream holds. The client has left, or the answer is complete. Idempotent. */
    @Override
    void close();

    /** Whether more may come. */
    enum State {
        /** More may come. */
        OPEN,
        /** All was polled and nothing more will ever come: the answer ends with its final chunk, and clients do not reconnect. */
        COMPLETE,
        /** All was polled; more would have come, but not here: the connection is aborted, so that clients reconnect. */
        ABORTED
    }
}
