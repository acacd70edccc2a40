package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;

/** Tells which pods join and leave an app, and when pods change. */
public interface Membership {
    /**
     * Begins to watch.
     *
     * @param app as the viewer was given it: its pods are known; those that have joined or left since are told first
     * @return to be closed to hear no more
     */
    Watch watch(KubeApp app, Listener listener);

    /**
     * Begins to watch one pod.
     *
     * @param changed told after every change, from any thread
     * @return to be closed to hear no more
     */
    Watch watch(KubePod pod, Runnable changed);

    /** Whether the logs of an app may be shown to viewers, as policy is now. */
    boolean shows(KubeApp app);

    /** Whether the logs of a pod may be shown to viewers, as policy is now. */
    boolean shows(KubePod pod);

    /** Hears of changes, from any thread. */
    interface Listener {
        void joined(KubePod pod);

        /** Its status may be another one now. */
        void changed(KubePod pod);

        void left(KubePod pod);
    }

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        /** Policy has changed, so other pods may belong: tells of them. */
        default void compare() {}

        @Override
        void close();
    }
}
