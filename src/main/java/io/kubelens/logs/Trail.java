package io.kubelens.logs;

/**
 * Keeps to a place in a log from one connection to the next: says what an answer means for it, and tells of a gap when
 * the line that the place is after is not to be had any more.
 */
final class Trail {
    private final Approach approach;
    private final Reopening reopening;
    private final Surroundings surroundings;

    Trail(Approach approach, Reopening reopening, Surroundings surroundings) {
        this.approach = approach;
        this.reopening = reopening;
        this.surroundings = surroundings;
    }

    /** A line that lies beyond the place was read. */
    void line(LineReader reader) {
        if (!reopening.hasLines()) {
            approach.arrived();
        }
        reopening.line(reader.line().printed);
        if (reader.takeStep()) {
            reopening.remarks().clockStep();
        }
    }

    /** A new run of the container begins to be read. */
    void beginRun(LineReader reader) {
        reopening.beginRun();
        reader.beginRun();
        approach.arrived();
    }

    /** The node has let go of the run before, in which the place was. */
    void previousGone(LineReader reader, long now) {
        reopening.remarks().lost("rotated", surroundings.now());
        beginRun(reader);
        approach.previousOver();
        reopening.again(now);
    }

    /** The rest of the run before has been read. */
    void previousOver(LineReader reader, long now) {
        approach.previousOver();
        if (reader.isReached()) {
            beginRun(reader);
        } else if (reader.position().isAfterLine() && reader.beyond() != Timestamps.NONE) {
            reopening.remarks().lost("rotated", reader.beyond());
            reader.giveUpPlace();
            approach.over();
        }
        reopening.again(now);
    }

    /** The last line that is there has been looked at. */
    void lastLine(LineReader reader, long time, long now) {
        approach.lastLine(reader.position(), time);
        reopening.again(now);
    }

    /** The line that the place is after should have come, and did not. */
    void missed(long now) {
        approach.missed();
        reopening.again(now);
    }

    /** It has been looked for among all lines. */
    void searched(LineReader reader, LineReader through, long now) {
        if (approach.searched(through.isReached())) {
            reopening
                    .remarks()
                    .lost("rotated", through.beyond() == Timestamps.NONE ? surroundings.now() : through.beyond());
            reader.giveUpPlace();
            reopening.again(now);
        } else {
            reopening.again(through.isReached() ? now : now + Timestamps.SECOND);
        }
    }
}
