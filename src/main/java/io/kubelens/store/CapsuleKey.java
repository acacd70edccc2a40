package io.kubelens.store;

/**
 * Which run of which container: a capsule of it is stored once, whoever brings it.
 *
 * @param restart the container's restart count during that run, 0 or more
 */
public record CapsuleKey(String podUid, String container, int restart) {
    public CapsuleKey {
        if (podUid.isEmpty() || container.isEmpty() || restart < 0) {
            throw new IllegalArgumentException(
                    "no run of a container: '" + podUid + "', '" + container + "', " + restart);
        }
    }

    /** One text for all three; none of them holds a slash. */
    @Override
    public String toString() {
        return podUid + "/" + container + "/" + restart;
    }
}
