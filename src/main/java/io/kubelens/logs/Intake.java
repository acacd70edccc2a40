package io.kubelens.logs;

/**
 * What comes from Kubernetes into the ring of a shared log. Guarded by the lock of the log, but for what is asked without
 * it: {@link #isConnected}, {@link #isUpToDate} and {@link #awaitedUntil}.
 */
final class Intake {
    /** So many chunks may lie ahead of the fastest viewer while what was written before is read. */
    private static final int LEAD = 4 * 1024 * 1024 / LogChunk.FULL;

    private final Surroundings surroundings;
    private final LogSource source;
    private final LogRing ring;
    private final Tidings tidings;
    private final Audience audience;
    private final RingBudget budget;
    private final RunInRing run = new RunInRing();
    private int tail;
    private long pieces;
    private boolean begun;
    private boolean settled;
    private boolean paused;
    private volatile boolean connected;
    private volatile long upToDateSince = Reopening.NEVER;
    private volatile long awaitedUntil;

    Intake(
            LogSource source,
            LogRing ring,
            Tidings tidings,
            Audience audience,
            RingBudget budget,
            Surroundings surroundings) {
        this.surroundings = surroundings;
        this.source = source;
        this.ring = ring;
        this.tidings = tidings;
        this.audience = audience;
        this.budget = budget;
        awaitedUntil = surroundings.alarms().nanos() + LogSource.STALL;
    }

    /** Begins with everything beyond the ring's floor. */
    void begin() {
        begun = true;
        source.begin(ring.floor());
    }

    /** Begins with the newest lines, at least one. */
    void beginTail(int lines) {
        tail = lines;
        source.beginTail(lines);
    }

    /** Takes what is there; says whether there is anything that viewers do not know. */
    boolean take() {
        long now = surroundings.alarms().nanos();
        boolean done = source.isDone();
        long end = ring.end();
        int told = tidings.size();
        source.tick(now);
        long grown = 0;
        while (!mustPause() && source.advance(now)) {
            tell();
            LogLine line = source.line();
            pieces += Pieces.beyondFirst(line);
            if (!begun) {
                begun = true;
                ring.begin(Position.after(line.time, line.count - 1));
            }
            grown += ring.add(line, source.arrived());
        }
        budget.count(grown);
        tell();
        if (source.reopening().isEnded()) {
            run.ended(source.reopening().run(), ring.end());
        }
        return settle() || end != ring.end() || told != tidings.size() || done != source.isDone();
    }

    private void tell() {
        run.follow(source.reopening().runs(), ring.end());
        if (source.notices().stream().anyMatch(notice -> notice.gap() != null)) {
            run.tear();
        }
        tidings.take(source.notices(), ring.end());
    }

    /** What was written before need not be read faster than the fastest viewer takes it. */
    private boolean mustPause() {
        paused = audience.size() > 0 && !settled && ring.chunksFrom(audience.fastest()) > LEAD;
        return paused;
    }

    /** Whether all that was there at first has been read just now. */
    private boolean settle() {
        boolean before = settled;
        settled |= source.isHistoryRead() || source.isDone();
        begun |= settled;
        if (settled && !before && ring.end() + pieces < tail) {
            // There were no more: this is the whole log.
            ring.begin(Position.BEGINNING);
        }
        return settled != before;
    }

    /** Takes note of how the source stands; says whether that is news. */
    boolean note() {
        boolean before = connected;
        connected = source.isConnected();
        checkUpToDate();
        awaitedUntil = settled ? Long.MIN_VALUE : source.awaitedUntil();
        return connected != before;
    }

    /** After a break, what was written meanwhile comes first; when all there was has just been read, there is nothing. */
    private void checkUpToDate() {
        if (!settled || !source.isUpToDate()) {
            upToDateSince = Reopening.NEVER;
        } else if (upToDateSince == Reopening.NEVER) {
            long now = surroundings.alarms().nanos();
            upToDateSince = source.reopening().reconnects() == 0 ? now - LogSource.STALL : now;
        }
    }

    /** When {@link #take} has something to do, at the earliest. */
    long wakeAt() {
        return source.wakeAt();
    }

    /** Whether it was paused for slow viewers, and they have come near enough by now. */
    boolean mayGoOn() {
        return paused && ring.chunksFrom(audience.fastest()) <= LEAD / 2;
    }

    /** Whether it is known which line the ring begins with. */
    boolean isBegun() {
        return begun;
    }

    /** Whether all that was there at first has been read. */
    boolean isSettled() {
        return settled;
    }

    /** All that had been written some moments ago has come. */
    boolean isComplete() {
        return source.isDone() || (settled && source.isUpToDate());
    }

    /** Where the lines of its runs lie in the ring. */
    RunInRing run() {
        return run;
    }

    LogSource source() {
        return source;
    }

    /** Lines may come any moment. */
    boolean isConnected() {
        return connected;
    }

    /** What was written before some moments ago has come. */
    boolean isUpToDate(long now) {
        return upToDateSince <= now - LogSource.STALL;
    }

    /** Until when what was written before is to be waited for; in the past when it has all been read. */
    long awaitedUntil() {
        return awaitedUntil;
    }
}
