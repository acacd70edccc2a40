package io.kubelens.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps capsules and sessions in this process: a ring by bytes, from which the run that ended first goes first. */
public final class MemoryStore {
    private static final int EXPIRE_AT_ONCE = 64;
    private static final Comparator<SealedCapsule> OLDEST_FIRST = Comparator.<SealedCapsule, Long>comparing(
                    full -> full.capsule().termination().terminatedAt().toEpochMilli())
            .thenComparing(full -> full.capsule().id());

    private final Clock clock;
    private final StoreLimits limits;
    private final long sessionBytes;
    private final StoreCounts counts;
    private final Map<CapsuleKey, SealedCapsule> capsules = new HashMap<>();
    private final NavigableMap<SealedCapsule, CapsuleKey> byAge = new TreeMap<>(OLDEST_FIRST);
    private final Map<String, Long> ofPods = new HashMap<>();
    private final Map<String, Long> ofNamespaces = new HashMap<>();
    private long stored;
    private final Map<String, SessionDocument> sessions = new LinkedHashMap<>();
    private long sessionsHeld;

    /**
     * Empty.
     *
     * @param sessionBytes of all sessions together; above, the one that was written longest ago goes
     */
    public MemoryStore(Clock clock, StoreLimits limits, long sessionBytes, StoreCounts counts) {
        this.clock = clock;
        this.limits = limits;
        this.sessionBytes = sessionBytes;
        this.counts = counts;
    }

    public synchronized Receipt store(SealedCapsule full) {
        Capsule capsule = full.capsule();
        SealedCapsule kept = capsules.putIfAbsent(capsule.key(), full);
        if (kept != null) {
            return new Receipt(capsule.key(), kept.capsule().id().equals(capsule.id()));
        }
        byAge.put(full, capsule.key());
        count(capsule, capsule.stored());
        Termination ended = capsule.termination();
        trim(ofPods.getOrDefault(ended.key().podUid(), 0L), limits.podBytes(), each -> each.key()
                .podUid()
                .equals(ended.key().podUid()));
        trim(ofNamespaces.getOrDefault(ended.namespace(), 0L), limits.namespaceBytes(), each -> each.namespace()
                .equals(ended.namespace()));
        trim(stored, limits.bytes(), each -> true);
        return new Receipt(capsule.key(), true);
    }

    private void count(Capsule capsule, long change) {
        Termination ended = capsule.termination();
        add(ofPods, ended.key().podUid(), change);
        add(ofNamespaces, ended.namespace(), change);
        stored += change;
    }

    private static void add(Map<String, Long> sums, String key, long change) {
        sums.compute(key, (k, sum) -> {
            long now = (sum == null ? 0 : sum) + change;
            return now == 0 ? null : now;
        });
    }

    private void trim(long held, long limit, Predicate<Termination> within) {
        if (held <= limit) {
            return;
        }
        List<SealedCapsule> all = byAge.keySet().stream()
                .filter(each -> within.test(each.capsule().termination()))
                .toList();
        long left = held;
        for (int i = 0; i < all.size() - 1 && left > StoreLimits.room(limit); i++) {
            left -= all.get(i).capsule().stored();
            remove(all.get(i));
            counts.evicted(1);
        }
    }

    private void remove(SealedCapsule full) {
        capsules.remove(full.capsule().key());
        byAge.remove(full);
        count(full.capsule(), -full.capsule().stored());
    }

    public synchronized List<Capsule> load(CapsuleQuery query) {
        List<Capsule> found = new ArrayList<>();
        for (SealedCapsule each : byAge.descendingMap().keySet()) {
            Capsule capsule = each.capsule();
            if (query.matches(capsule.termination()) && !capsule.expired(clock.instant())) {
                found.add(capsule);
            }
        }
        return found;
    }

    public synchronized List<LineChunk> chunks(ChunkPage page) {
        return capsules.values().stream()
                .filter(full -> full.capsule().id().equals(page.id()))
                .findFirst()
                .map(full -> full.chunks().subList(page.from(), page.to()))
                .orElse(List.of());
    }

    /** How many capsules have gone: those that have expired, a few at a time. */
    public synchronized int expire() {
        List<SealedCapsule> over = byAge.keySet().stream()
                .filter(each -> each.capsule().expired(clock.instant()))
                .limit(EXPIRE_AT_ONCE)
                .toList();
        over.forEach(this::remove);
        return counts.expired(over.size());
    }

    public synchronized @Nullable SessionDocument session(String key) {
        return sessions.get(key);
    }

    /** Whether it was kept; false when {@code ifMatch} is not what is there. */
    public synchronized boolean putSession(SessionWrite write) {
        SessionDocument kept = sessions.get(write.key());
        String there = kept == null ? SessionWrite.NOTHING : kept.etag();
        if (!write.ifMatch().isEmpty() && !write.ifMatch().equals(there)) {
            return false;
        }
        deleteSession(write.key());
        sessions.put(write.key(), write.document());
        sessionsHeld += size(write.document());
        Iterator<SessionDocument> oldest = sessions.values().iterator();
        while (sessionsHeld > sessionBytes && sessions.size() > 1) {
            sessionsHeld -= size(oldest.next());
            oldest.remove();
        }
        return true;
    }

    public synchronized void deleteSession(String key) {
        SessionDocument gone = sessions.remove(key);
        sessionsHeld -= gone == null ? 0 : size(gone);
    }

    /** What it takes at most: two bytes for a character, and its surroundings. */
    private static long size(SessionDocument document) {
        return 256 + 2L * document.json().length();
    }
}
