package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/** One alarm, set to the earliest of the times asked for. Guarded by the lock of its owner. */
final class WakeUp {
    private final Alarms alarms;
    private final Runnable ring;
    private Alarms.@Nullable Alarm alarm;
    private long due = Reopening.NEVER;

    /** {@code ring} is called from any thread, without the lock, and has to say {@link #rang}. */
    WakeUp(Alarms alarms, Runnable ring) {
        this.alarms = alarms;
        this.ring = ring;
    }

    /** Rings at this time at the latest; when it rings too early, its owner looks and asks again. */
    void by(long time) {
        if (time >= due) {
            return;
        }
        cancel();
        due = time;
        alarm = alarms.at(time, ring);
    }

    void rang() {
        due = Reopening.NEVER;
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel();
        }
    }
}
