package io.kubelens.resources;

/**
 * What a pod, or all pods of an app, used when Kubernetes was last asked.
 *
 * @param ageSeconds how long ago that was
 */
record CurrentUsage(Usage sum, long ageSeconds) {
    static final CurrentUsage UNKNOWN = new CurrentUsage(Usage.NONE, 0);
    private static final long STALE_SECONDS = 30;

    boolean stale() {
        return ageSeconds >= STALE_SECONDS;
    }
}
