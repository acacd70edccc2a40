package io.kubelens.store;

import java.util.List;

/**
 * Some chunks of one capsule: the body of {@code direct:logs-chunks}.
 *
 * @param spans the index of those that are wanted, beginning with chunk {@code from}
 */
public record ChunkPage(String id, int from, List<ChunkSpan> spans) {
    public ChunkPage {
        spans = List.copyOf(spans);
    }

    /** Chunks {@code from} up to {@code from + count}, or to the last one. */
    public static ChunkPage of(Capsule capsule, int from, int count) {
        int to = Math.min(capsule.chunks().size(), from + count);
        return new ChunkPage(capsule.id(), from, capsule.chunks().subList(from, to));
    }

    /** After the last chunk. */
    public int to() {
        return from + spans.size();
    }
}
