package io.kubelens.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps capsules and sessions in this process: a ring by bytes, from which the run that ended first goes first. */
public final class MemoryStore {
    private static final int EXPIRE_AT_ONCE = 64;
    private static final Comparator<SealedCapsule> SOONEST_FIRST = Comparator.<SealedCapsule, Instant>comparing(
                    full -> full.capsule().expiresAt())
            .thenComparing(full -> full.capsule().id());

    private final Clock clock;
    private final StoreLimits limits;
    private final long sessionBytes;
    private final StoreCounts counts;
    private final Map<CapsuleKey, SealedCapsule> byKey = new HashMap<>();
    private final Map<String, SealedCapsule> byId = new HashMap<>();
    private final NavigableSet<SealedCapsule> byExpiry = new TreeSet<>(SOONEST_FIRST);
    private final CapsulesByAge all = new CapsulesByAge();
    private final Map<String, CapsulesByAge> ofPods = new HashMap<>();
    private final Map<String, CapsulesByAge> ofNamespaces = new HashMap<>();
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
        SealedCapsule kept = byKey.putIfAbsent(capsule.key(), full);
        if (kept != null) {
            return new Receipt(capsule.key(), kept.capsule().id().equals(capsule.id()));
        }
        byId.put(capsule.id(), full);
        byExpiry.add(full);
        Termination ended = capsule.termination();
        CapsulesByAge ofPod = ofPods.computeIfAbsent(ended.key().podUid(), pod -> new CapsulesByAge());
        CapsulesByAge ofNamespace = ofNamespaces.computeIfAbsent(ended.namespace(), name -> new CapsulesByAge());
        List.of(ofPod, ofNamespace, all).forEach(each -> each.add(full));
        trim(ofPod, limits.podBytes());
        trim(ofNamespace, limits.namespaceBytes());
        trim(all, limits.bytes());
        return new Receipt(capsule.key(), true);
    }

    private void trim(CapsulesByAge held, long limit) {
        if (held.stored() <= limit) {
            return;
        }
        while (held.size() > 1 && held.stored() > StoreLimits.room(limit)) {
            remove(held.oldest());
            counts.evicted(1);
        }
    }

    private void remove(SealedCapsule full) {
        Termination ended = full.capsule().termination();
        byKey.remove(ended.key());
        byId.remove(full.capsule().id());
        byExpiry.remove(full);
        all.remove(full);
        remove(full, ofPods, ended.key().podUid());
        remove(full, ofNamespaces, ended.namespace());
    }

    private static void remove(SealedCapsule full, Map<String, CapsulesByAge> parts, String name) {
        parts.computeIfPresent(name, (n, part) -> {
            part.remove(full);
            return part.size() == 0 ? null : part;
        });
    }

    public synchronized List<Capsule> load(CapsuleQuery query) {
        CapsulesByAge within =
                query.podUid().isEmpty() ? ofNamespaces.get(query.namespace()) : ofPods.get(query.podUid());
        if (within == null) {
            return List.of();
        }
        Instant now = clock.instant();
        return within.newestFirst()
                .map(SealedCapsule::capsule)
                .filter(capsule -> query.matches(capsule.termination()) && !capsule.expired(now))
                .limit(CapsuleQuery.MOST)
                .toList();
    }

    public synchronized List<LineChunk> chunks(ChunkPage page) {
        SealedCapsule full = byId.get(page.id());
        return full == null ? List.of() : full.chunks().subList(page.from(), page.to());
    }

    /** How many capsules have gone: those that have expired, a few at a time. */
    public synchronized int expire() {
        Instant now = clock.instant();
        List<SealedCapsule> over = byExpiry.stream()
                .limit(EXPIRE_AT_ONCE)
                .takeWhile(each -> each.capsule().expired(now))
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
