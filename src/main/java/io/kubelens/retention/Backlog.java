package io.kubelens.retention;

import io.kubelens.store.CapsuleKey;
import io.kubelens.store.SealedCapsule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs that have ended and are not stored yet, as they were seen, and how many may be under way. Guarded by the lock
 * of {@link Captures}.
 */
final class Backlog {
    private static final int AT_ONCE = 12;

    /** So many runs may wait; of more, the oldest are given up. */
    static final int MOST = 20_000;

    private final Room room;
    private final Map<CapsuleKey, Pending> all = new LinkedHashMap<>();
    private boolean storeFails;
    private long held;

    Backlog(Room room) {
        this.room = room;
    }

    /** Says which one is given up for it; null when there is room. */
    @Nullable
    EndedRun add(Pending run) {
        EndedRun oldest = all.size() < MOST
                ? null
                : all.values().stream()
                        .filter(each -> !each.isUnderWay())
                        .map(each -> each.ended)
                        .findFirst()
                        .orElse(null);
        if (oldest != null) {
            remove(oldest.key());
        }
        all.put(run.ended.key(), run);
        return oldest;
    }

    @Nullable
    Pending find(CapsuleKey key) {
        return all.get(key);
    }

    @Nullable
    Pending remove(CapsuleKey key) {
        Pending run = all.remove(key);
        if (run != null) {
            hold(-run.held());
        }
        return run;
    }

    int size() {
        return all.size();
    }

    /** Bytes of logs that wait for the store. */
    long held() {
        return held;
    }

    private void hold(long more) {
        held += more;
        room.take(more);
    }

    /** A pod is no more: the logs of its runs cannot be read again. */
    void lose(String uid) {
        all.values().stream().filter(run -> run.ended.pod().uid().equals(uid)).forEach(Pending::lose);
    }

    /** Takes out those of which nothing is under way. */
    List<EndedRun> removeIf(Predicate<EndedRun> over) {
        List<EndedRun> removed = all.values().stream()
                .filter(run -> !run.isUnderWay() && over.test(run.ended))
                .map(run -> run.ended)
                .toList();
        removed.forEach(run -> remove(run.key()));
        return removed;
    }

    /** Those under way that have taken too long. */
    List<Pending> stuck(long now) {
        return all.values().stream().filter(run -> run.isStuck(now)).toList();
    }

    /**
     * Takes those that are to be sent now: first those that have failed least. While the store does not answer, one at a
     * time tries whether it does; logs are still read as long as there is room for them.
     */
    List<EndedRun> due(long now) {
        List<EndedRun> due = new ArrayList<>();
        long underWay = all.values().stream().filter(Pending::isUnderWay).count();
        boolean tried = all.values().stream().anyMatch(run -> run.isUnderWay() && run.waitsForStore());
        boolean full = storeFails && room.isTight() && held > 0;
        for (Pending run : waiting(now)) {
            boolean tries = storeFails && run.waitsForStore();
            if (underWay < AT_ONCE && !(tries && tried) && (tries || !full)) {
                tried |= tries;
                run.send(now);
                underWay++;
                due.add(run.ended);
            }
        }
        return due;
    }

    private List<Pending> waiting(long now) {
        return all.values().stream()
                .filter(run -> run.isDue(now))
                .sorted(Comparator.comparingInt(Pending::attempts))
                .toList();
    }

    /**
     * A log has been read. Says whether it goes to the store at once: while that does not answer, one at a time tries, and
     * the others make room for those that are still to be read.
     */
    boolean store(Pending run, SealedCapsule log, long now) {
        boolean tried =
                all.values().stream().anyMatch(other -> other != run && other.isUnderWay() && other.waitsForStore());
        long before = run.held();
        run.store(log, now);
        hold(run.held() - before);
        makeRoom(true);
        makeRoom(false);
        return !(storeFails && tried);
    }

    /** Oldest first: what Kubernetes still has is read again; of the rest a gap will be told, if it must be. */
    private void makeRoom(boolean readable) {
        for (Pending run : all.values()) {
            if (!(readable ? room.isTight() : room.isOver())) {
                return;
            }
            if (run.isSealed() && !run.isUnderWay() && !(readable && run.isLost())) {
                hold(-run.held());
                run.unseal();
            }
        }
    }

    /** It could not be read, or not be stored. */
    void fail(Pending run, long now) {
        storeFails |= run.waitsForStore();
        run.failed(now);
    }

    /** The store has answered: what has failed before need not wait. */
    void stored(long now) {
        storeFails = false;
        all.values().forEach(run -> run.again(now));
    }
}
