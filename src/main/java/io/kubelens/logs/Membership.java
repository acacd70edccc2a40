package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;

/** Tells which pods join and leave an app. */
public interface Membership {
    /** Nobody joins or leaves. */
    Membership NONE = (app, listener) -> () -> {};

    /**
     * Begins to watch.
     *
     * @param app as the viewer was given it: its pods are known; those that have joined or left since are told first
     * @return to be closed to hear no more
     */
    Watch watch(KubeApp app, Listener listener);

    /** Hears of changes, from any thread. */
    interface Listener {
        void joined(KubePod pod);

        void left(KubePod pod);
    }

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
