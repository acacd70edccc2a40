package io.kubelens.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes where the viewer of several sources stands. Most sources need no word of their own: those with a line that is
 * still to come stand where the newest line stands. So only the others are looked at, as long as that is sure.
 */
final class MergedCursor {
    /** In seconds. A pod that is older is known to whoever asks; a younger one has an entry of its own. */
    private static final long KNOWN = 10;

    private final List<Subscription> sources;
    private final List<Subscription> headless;
    private long total;
    private long ahead = Timestamps.NONE;
    private long createdBefore = Long.MIN_VALUE;
    private boolean young;

    /** A source that has said nothing for so long shares its place. */
    private long silence;

    private int unlisted;
    private long sum;

    /** Of all sources, and those of them that have no line now. */
    MergedCursor(List<Subscription> sources, List<Subscription> headless) {
        this.sources = sources;
        this.headless = headless;
    }

    void added(Subscription source) {
        total += source.label().number;
        young |= source.label().created >= createdBefore;
    }

    void removed(Subscription source) {
        total -= source.label().number;
    }

    /** A source has a line again. */
    void stands(Subscription source) {
        if (!source.progress().released().isBeginning()) {
            ahead = Math.max(ahead, source.progress().released().time());
        }
    }

    /** To be told the time now and then, in seconds since 1970. */
    void clock(long seconds) {
        if (createdBefore != seconds - KNOWN) {
            createdBefore = seconds - KNOWN;
            young = sources.stream().anyMatch(source -> source.label().created >= createdBefore);
        }
    }

    /**
     * The place after the newest line. If that is too long, sources that have been silent share theirs at once, and if
     * it still is, none is written: a client that goes on from an earlier line repeats, but loses nothing.
     *
     * @param newest its source; null when that has left
     * @param late whether a line is to come that is older
     * @param now monotonic, in nanoseconds
     */
    void write(Bytes out, @Nullable Subscription newest, long time, long count, boolean late, long now) {
        int before = out.size();
        silence = LogCursor.SILENT;
        whole(out, newest, time, count, late, now);
        if (out.size() - before > LogCursor.LONGEST) {
            out.shrink(out.size() - before);
            silence = 0;
            whole(out, newest, time, count, late, now);
        }
        if (out.size() - before > LogCursor.LONGEST) {
            out.shrink(out.size() - before);
        }
    }

    private void whole(Bytes out, @Nullable Subscription newest, long time, long count, boolean late, long now) {
        SourceId first = newest == null ? LogCursor.LEFT : newest.id();
        LogCursor.begin(out, first, time, newest == null ? Long.MAX_VALUE : count);
        boolean silent = 2 * silent(time, now) > sources.size();
        boolean all = silent || late || young || time <= ahead;
        unlisted = 0;
        sum = 0;
        if (!all) {
            unlisted = sources.size() - headless.size();
            sum = total;
            headless.forEach(source -> sum -= source.label().number);
            if (newest != null && !headless.contains(newest)) {
                unlisted--;
                sum -= newest.label().number;
            }
        }
        for (Subscription source : all ? sources : headless) {
            if (source != newest) {
                write(out, source, first, time, silent, now);
            }
        }
        if (unlisted > 0) {
            LogCursor.rest(out, silent, createdBefore, sum);
        }
    }

    private int silent(long time, long now) {
        int silent = 0;
        for (Subscription source : headless) {
            silent += source.isSilent(now, silence, time - LogCursor.SILENT) ? 1 : 0;
        }
        return silent;
    }

    private void write(Bytes out, Subscription source, SourceId first, long time, boolean silent, long now) {
        boolean implied = isImplied(source, first, time);
        boolean quiet = !implied && source.isSilent(now, silence, time - LogCursor.SILENT);
        boolean shares = (silent ? quiet : implied) && source.label().created < createdBefore;
        if (shares) {
            unlisted++;
            sum += source.label().number;
        } else if (implied) {
            LogCursor.entry(out, source.id());
        } else if (quiet) {
            LogCursor.silent(out, source.id());
        } else {
            LogCursor.entry(out, source.id(), source.progress().released(), time);
        }
    }

    /** Everything of the source at or before the newest line has been sent, and nothing later. */
    private static boolean isImplied(Subscription source, SourceId first, long time) {
        boolean past = source.progress().furthest() >= time;
        return !past && ((source.isDone() && !source.hasHead()) || isBeyond(source, first, time));
    }

    /** Nothing of the source at or before the newest line is still to come. */
    private static boolean isBeyond(Subscription source, SourceId first, long time) {
        if (!source.hasHead()) {
            return false;
        }
        long next = source.line().time;
        return next > time || (next == time && source.id().compareTo(first) > 0);
    }
}
