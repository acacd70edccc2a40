package io.kubelens.store;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Capsules as the rows and named parameters of {@code routes/store/}'s SQL. Times are milliseconds since 1970. */
public final class CapsuleRows {
    /** Longer than any capsule takes to be written. */
    private static final Duration WRITING = Duration.ofMinutes(10);

    private final Clock clock;

    public CapsuleRows(Clock clock) {
        this.clock = clock;
    }

    /** The parameters of one capsule; {@code chunks} is how many must be there already. */
    public Map<String, Object> capsule(SealedCapsule full) {
        Capsule capsule = full.capsule();
        Termination ended = capsule.termination();
        return Map.ofEntries(
                Map.entry("id", capsule.id()),
                Map.entry("podUid", ended.key().podUid()),
                Map.entry("container", ended.key().container()),
                Map.entry("restart", ended.key().restart()),
                Map.entry("namespace", ended.namespace()),
                Map.entry("podName", ended.podName()),
                Map.entry("app", ended.app()),
                Map.entry("terminatedAt", ended.terminatedAt().toEpochMilli()),
                Map.entry("expiresAt", capsule.expiresAt().toEpochMilli()),
                Map.entry("stored", capsule.stored()),
                Map.entry("chunks", capsule.chunks().size()),
                Map.entry("details", CapsuleJson.write(capsule)));
    }

    /** The parameters of each of its chunks. */
    public List<Map<String, Object>> chunks(SealedCapsule full) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (LineChunk chunk : full.chunks()) {
            rows.add(Map.of("id", full.capsule().id(), "seq", rows.size(), "lines", chunk.packed()));
        }
        return rows;
    }

    /**
     * Whether the capsule was added.
     *
     * @param kept rows with the {@code id} of what is there for its key
     * @throws StoreUnavailable if nothing is: its chunks were swept before it was written
     */
    public Receipt receipt(SealedCapsule full, List<Map<String, Object>> kept) {
        Capsule capsule = full.capsule();
        if (kept.isEmpty()) {
            throw new StoreUnavailable("capsule " + capsule.key() + " took too long to be written");
        }
        return new Receipt(capsule.key(), capsule.id().equals(kept.getFirst().get("id")));
    }

    public Map<String, Object> query(CapsuleQuery query) {
        return Map.of(
                "namespace", query.namespace(),
                "podName", query.podName(),
                "podUid", query.podUid(),
                "app", query.app(),
                "now", clock.millis());
    }

    /** The capsules of rows with their {@code details}. */
    public List<Capsule> capsules(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> CapsuleJson.read(new Row(row).text("details")))
                .toList();
    }

    public Map<String, Object> page(ChunkPage page) {
        return Map.of("id", page.id(), "from", page.from(), "to", page.to());
    }

    /** The chunks of rows with their {@code seq} and {@code lines}, in order; those after a missing one are left out. */
    public List<LineChunk> lineChunks(ChunkPage page, List<Map<String, Object>> rows) {
        List<LineChunk> chunks = new ArrayList<>();
        for (Map<String, Object> columns : rows) {
            Row row = new Row(columns);
            int index = Math.toIntExact(row.number("seq")) - page.from();
            if (index != chunks.size()) {
                break;
            }
            chunks.add(new LineChunk(page.spans().get(index), row.bytes("lines")));
        }
        return chunks;
    }

    /**
     * A name for each chunk of the page: the capsule's id, a slash and the chunk's number, from 0. None when no row says
     * that the capsule is there: its objects may be left of one that was not kept, or has gone.
     */
    public List<String> names(ChunkPage page, List<Map<String, Object>> kept) {
        if (kept.isEmpty()) {
            return List.of();
        }
        return IntStream.range(page.from(), page.to())
                .mapToObj(seq -> page.id() + "/" + seq)
                .toList();
    }

    /** The chunk that comes {@code index} after the first of the page, from its bytes as they are kept. */
    public LineChunk chunk(ChunkPage page, Integer index, byte[] packed) {
        return new LineChunk(page.spans().get(index), packed);
    }

    /** The parameters of expiry: what is {@code now}, and {@code unfinished}, the id before which all writing has ended. */
    public Map<String, Object> expiry() {
        return Map.of(
                "now",
                clock.millis(),
                "unfinished",
                CapsuleId.before(clock.instant().minus(WRITING)));
    }

    /** The {@code ids} of rows with an {@code id}. */
    public Map<String, Object> ids(List<Map<String, Object>> rows) {
        return Map.of("ids", rows.stream().map(row -> new Row(row).text("id")).toList());
    }

    /** Whether {@code ids} are any. */
    public boolean any(Map<String, List<String>> ids) {
        return !ids.getOrDefault("ids", List.of()).isEmpty();
    }

    /** How many rows a statement has changed. */
    public int count(Integer updated) {
        return updated;
    }
}
