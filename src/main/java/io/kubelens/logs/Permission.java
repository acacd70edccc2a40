package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a stream may go on, as policy is now. */
record Permission(Membership policy, @Nullable KubeApp app, List<ContainerLog> logs) {
    private static final Logger LOG = LoggerFactory.getLogger(Permission.class);

    /** On doubt not: who judges all streams must come to the next one. */
    boolean isGiven() {
        try {
            return app != null
                    ? policy.shows(app)
                    : logs.stream().map(ContainerLog::pod).allMatch(policy::shows);
        } catch (RuntimeException e) {
            LOG.error("A stream cannot be judged and is ended", e);
            return false;
        }
    }
}
