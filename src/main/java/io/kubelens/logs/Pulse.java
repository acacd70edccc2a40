package io.kubelens.logs;

import java.util.List;

/** What a stream says regularly: that it lives, and how it is doing. */
final class Pulse {
    private final Viewing viewing;
    private final MergedLog merged;
    private final boolean ofPod;
    private final Beat heartbeat;
    private final Beat stats;

    /** {@code ofPod}: the stream is that of one pod, which has a status. */
    Pulse(Viewing viewing, MergedLog merged, boolean ofPod) {
        this.viewing = viewing;
        this.merged = merged;
        this.ofPod = ofPod;
        long now = viewing.nanos();
        heartbeat = new Beat(15, now);
        stats = new Beat(5, now + 5 * Timestamps.SECOND);
    }

    /** Writes what is due. */
    void beat(Bytes out, long now) {
        if (heartbeat.strikes(now)) {
            viewing.form().heartbeat(out, viewing.surroundings().now());
        }
        if (stats.strikes(now)) {
            Canary canary = viewing.canary();
            if (canary != null) {
                canary.check();
            }
            state(out);
        }
    }

    private void state(Bytes out) {
        List<Subscription> sources = merged.sources();
        if (ofPod) {
            viewing.form()
                    .status(out, Frames.Status.of(merged, viewing.surroundings().now()));
        }
        int active = (int) sources.stream().filter(source -> !source.isDone()).count();
        viewing.form().stats(out, merged.waiting(), active);
    }

    /** When there will be something to write; monotonic. */
    long due() {
        return Math.min(heartbeat.due(), stats.due());
    }
}
