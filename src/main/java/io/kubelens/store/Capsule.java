package io.kubelens.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a terminated container's log but its lines, which are in chunks of their own: what a listing
 * shows, and the index with which a reader begins at a time or at the end without unpacking the rest.
 *
 * @param id names this writing of the capsule, and so its chunks; two replicas that store one key have two ids, and one
 *     of them is kept. It begins with the time of writing, so ids sort by age
 * @param complete whether it has every line of the run
 * @param gap null when nothing is known to be missing in between or at the end
 * @param chunks at least one, in the order of the log
 * @param expiresAt from then on it is not to be shown
 */
public record Capsule(
        String id,
        Termination termination,
        boolean complete,
        @Nullable CapsuleGap gap,
        List<ChunkSpan> chunks,
        Instant expiresAt) {
    public Capsule {
        chunks = List.copyOf(chunks);
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("a capsule has at least one chunk, and be it without lines");
        }
    }

    public CapsuleKey key() {
        return termination.key();
    }

    public long lines() {
        return chunks.stream().mapToLong(ChunkSpan::lines).sum();
    }

    /** Of the lines as Kubernetes sent them. */
    public long bytes() {
        return chunks.stream().mapToLong(ChunkSpan::bytes).sum();
    }

    /** Of the lines as they are kept: what {@code storage}'s limits count. */
    public long stored() {
        return chunks.stream().mapToLong(ChunkSpan::stored).sum();
    }

    public boolean expired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * The chunk to begin at for lines at or after a time; the last one when there are none. Earlier chunks hold none,
     * also when the clock was set back meanwhile.
     *
     * @param time nanoseconds since 1970
     */
    public int chunkAt(long time) {
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).last() >= time) {
                return i;
            }
        }
        return chunks.size() - 1;
    }

    /** The chunk to begin at for the last so many lines; 0 when there are fewer. */
    public int chunkOfTail(long tail) {
        long found = 0;
        for (int i = chunks.size() - 1; i > 0; i--) {
            found += chunks.get(i).lines();
            if (found >= tail) {
                return i;
            }
        }
        return 0;
    }
}
