package io.kubelens.logs;

/** What is needed to write the lines of a chunk as events, which happens once for all viewers of a form. */
record ChunkWriting(LogChunk chunk, ChunkLines lines, FrameBlock block, Frames form) {
    ChunkView view(SourceLabel label) {
        return block.view(lines, form, label);
    }
}
