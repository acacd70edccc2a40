package io.kubelens.store;

import java.util.List;

/** A capsule with all its lines: the body of {@code direct:logs-store}. The chunks are in the order of the index. */
public record SealedCapsule(Capsule capsule, List<LineChunk> chunks) {
    public SealedCapsule {
        chunks = List.copyOf(chunks);
        if (!capsule.chunks().equals(chunks.stream().map(LineChunk::span).toList())) {
            throw new IllegalArgumentException("the chunks are not those of the index");
        }
    }
}
