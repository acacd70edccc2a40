package io.kubelens.logs;

import io.kubelens.kube.KubeApp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a stream may go on, as policy is now. */
record Permission(Membership policy, @Nullable KubeApp app, List<ContainerLog> logs) {
    boolean isGiven() {
        return app != null
                ? policy.shows(app)
                : logs.stream().map(ContainerLog::pod).allMatch(policy::shows);
    }
}
