package io.kubelens.store;

/**
 * Which capsules of a namespace: the body of {@code direct:logs-load}. What is empty is not asked for.
 *
 * @param podName names recur, so this may find several pods
 * @param app the workload's name
 */
public record CapsuleQuery(String namespace, String podName, String podUid, String app) {
    /** What an answer holds at most, the newest. */
    static final int MOST = 5_000;

    public static CapsuleQuery ofNamespace(String namespace) {
        return new CapsuleQuery(namespace, "", "", "");
    }

    public static CapsuleQuery ofPod(String namespace, String podName) {
        return new CapsuleQuery(namespace, podName, "", "");
    }

    public static CapsuleQuery ofApp(String namespace, String app) {
        return new CapsuleQuery(namespace, "", "", app);
    }

    /** The same, of one pod among those that had a name. */
    public CapsuleQuery withUid(String uid) {
        return new CapsuleQuery(namespace, podName, uid, app);
    }

    boolean matches(Termination ended) {
        return namespace.equals(ended.namespace())
                && (podName.isEmpty() || podName.equals(ended.podName()))
                && (podUid.isEmpty() || podUid.equals(ended.key().podUid()))
                && (app.isEmpty() || app.equals(ended.app()));
    }
}
