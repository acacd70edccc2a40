package io.kubelens.logs;

/** Monotonic time, and a call when it has come. One thread rings for all streams; what it calls must be brief. */
interface Alarms {
    /** As {@link System#nanoTime}. */
    long nanos();

    Alarm at(long nanos, Runnable action);

    interface Alarm {
        void cancel();
    }
}
