package io.kubelens.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of one container's log. Lines are numbered from 0 as they come; the oldest chunks are let go when the
 * budget says so. Guarded by the lock of its log.
 */
final class LogRing {
    private final List<LogChunk> chunks = new ArrayList<>();
    private Position floor;
    private long end;
    private long memory;
    private int lastMemory;

    /** No chunk before the one with this line has events. */
    private long bare;

    /** {@code floor} is the place that its first line comes after. */
    LogRing(Position floor) {
        this.floor = floor;
    }

    /** Appends a line; says by how many bytes it has grown. */
    long add(LogLine line, long arrived) {
        int length = line.to - line.from;
        LogChunk last = chunks.isEmpty() ? null : chunks.getLast();
        if (last == null || !last.hasRoom(length)) {
            // The next lines will be like the last ones.
            last = new LogChunk(end, last == null ? length : Math.max(length, last.size()));
            chunks.add(last);
            lastMemory = 0;
        }
        last.add(line, arrived);
        end++;
        return measure(last);
    }

    private long measure(LogChunk last) {
        int now = last.memory();
        int more = now - lastMemory;
        lastMemory = now;
        memory += more;
        return more;
    }

    /** The lines of a chunk, to be written as events without the lock; {@link #count} follows. */
    ChunkWriting write(LogChunk chunk, Frames form) {
        bare = Math.min(bare, chunk.first);
        return new ChunkWriting(chunk, chunk.now(), chunk.frames(form), form);
    }

    /** Counts what events take; says by how many bytes it has grown. */
    long count(ChunkWriting written, ChunkView view) {
        LogChunk chunk = written.chunk();
        if (chunk.first < start()) {
            return 0;
        }
        int before = chunk.memory();
        chunk.count(written.form(), written.block(), view.memory());
        int more = chunk.memory() - before;
        memory += more;
        if (chunk == chunks.getLast()) {
            lastMemory += more;
        }
        return more;
    }

    /** Lets go of the events before a line: nobody is there to be sent them. Says how many bytes that was. */
    long dropFramesBefore(long number) {
        long freed = 0;
        LogChunk chunk = chunk(Math.max(bare, start()));
        while (chunk != null && chunk.end() <= number) {
            freed += dropFrames(chunk);
            chunk = chunk(bare);
        }
        return freed;
    }

    /** How many chunks there are from the one with this line on. */
    int chunksFrom(long number) {
        int count = 0;
        for (int i = chunks.size() - 1; i >= 0 && chunks.get(i).end() > number; i--) {
            count++;
        }
        return count;
    }

    /**
     * Makes room, but not in its last chunk: first the events of the oldest chunk that has any go, which can be written
     * again, then the oldest lines. Says how many bytes that was, 0 when there are none.
     */
    long dropOldest() {
        if (chunks.size() < 2) {
            return 0;
        }
        long freed = dropFrames();
        return freed > 0 ? freed : dropLines();
    }

    private long dropFrames() {
        long freed = 0;
        while (freed == 0 && Math.max(bare, start()) < chunks.getLast().first) {
            freed = dropFrames(Objects.requireNonNull(chunk(Math.max(bare, start()))));
        }
        return freed;
    }

    private long dropFrames(LogChunk chunk) {
        long freed = chunk.memory();
        chunk.dropFrames();
        freed -= chunk.memory();
        bare = chunk.end();
        memory -= freed;
        return freed;
    }

    private long dropLines() {
        LogChunk oldest = chunks.removeFirst();
        floor = oldest.after(oldest.lines() - 1);
        memory -= oldest.memory();
        return oldest.memory();
    }

    long memory() {
        return memory;
    }

    /** The number of its oldest line. */
    long start() {
        return chunks.isEmpty() ? end : chunks.getFirst().first;
    }

    /** The number of the next line to come. */
    long end() {
        return end;
    }

    Position floor() {
        return floor;
    }

    void begin(Position place) {
        floor = place;
    }

    /** The chunk with the line of this number, which must not be before {@link #start}; null at the end. */
    @Nullable
    LogChunk chunk(long number) {
        if (number >= end) {
            return null;
        }
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).first <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return chunks.get(low);
    }

    /** The place after the line before the one of this number, which must not be before {@link #start}. */
    Position before(long number) {
        LogChunk chunk = number > start() ? chunk(number - 1) : null;
        return chunk == null ? floor : chunk.after((int) (number - 1 - chunk.first));
    }

    /** The times of the lines from one number on. */
    long[] times(long from) {
        long[] times = new long[(int) (end - from)];
        for (int c = chunks.size() - 1; c >= 0; c--) {
            LogChunk chunk = chunks.get(c);
            for (int i = chunk.lines() - 1; i >= 0; i--) {
                if (chunk.first + i < from) {
                    return times;
                }
                times[(int) (chunk.first + i - from)] = chunk.time(i);
            }
        }
        return times;
    }

    /** Whether every line beyond the place that has come is here. */
    boolean reachesBack(Position place) {
        if (floor.isBeginning()) {
            return true;
        }
        if (place.time() != floor.time()) {
            return place.time() > floor.time();
        }
        return place.printed() == floor.printed() && place.count() >= floor.count();
    }

    /** The number after the very line that a place is after; -1 when it is not here. */
    long findLine(Position place) {
        for (int c = chunks.size() - 1; c >= 0; c--) {
            LogChunk chunk = chunks.get(c);
            for (int i = chunk.lines() - 1; i >= 0; i--) {
                if (chunk.time(i) == place.time() && chunk.count(i) == place.count()) {
                    return chunk.first + i + 1;
                }
            }
        }
        return -1;
    }

    /** The number of the first line that lies beyond a place; lines of about that time may not be in order. */
    long findBeyond(Position place) {
        long found = end;
        for (int c = chunks.size() - 1; c >= 0; c--) {
            LogChunk chunk = chunks.get(c);
            for (int i = chunk.lines() - 1; i >= 0; i--) {
                if (place.isBefore(chunk.time(i), chunk.count(i), chunk.printed(i))) {
                    found = chunk.first + i;
                } else if (chunk.time(i) < place.time() - LineReader.EARLIER) {
                    return found;
                }
            }
        }
        return found;
    }
}
