package io.kubelens.store;

import com.github.luben.zstd.Zstd;

/**
 * A piece of a log of at most {@link CapsuleWriter#CHUNK_BYTES} and a line, kept as zstd. Unpacked it is what the
 * kubelet sends with {@code timestamps=true}: {@code <time> <message>}, each line with its line feed but perhaps the last
 * one of a log. The parts of a capsule, one after the other, are the log.
 */
public final class LineChunk {
    private final ChunkSpan span;
    private final byte[] packed;

    /** Takes over the array. */
    public LineChunk(ChunkSpan span, byte[] packed) {
        if (span.stored() != packed.length) {
            throw new IllegalArgumentException(
                    "a chunk of " + packed.length + " bytes, not of " + span.stored() + " as its index says");
        }
        this.span = span;
        this.packed = packed;
    }

    public ChunkSpan span() {
        return span;
    }

    /** As it is kept; not to be changed. */
    public byte[] packed() {
        return packed;
    }

    /**
     * The lines.
     *
     * @throws StoreUnavailable if the store gave back something else than it got
     */
    public byte[] lines() {
        try {
            byte[] lines = Zstd.decompress(packed, span.bytes());
            if (lines.length == span.bytes()) {
                return lines;
            }
        } catch (RuntimeException e) {
            throw new StoreUnavailable("the store has a damaged chunk", e);
        }
        throw new StoreUnavailable("the store has a damaged chunk");
    }
}
