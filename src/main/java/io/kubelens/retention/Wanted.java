package io.kubelens.retention;

import io.kubelens.request.BadRequest;
import io.kubelens.request.Parameter;
import io.kubelens.request.Previous;
import io.kubelens.request.Query;
import java.util.regex.Pattern;

/**
 * Which of the pods that had a name, and which run of its containers.
 *
 * @param uid empty for the pod that is there, else the one that ended last
 */
record Wanted(String uid, boolean previous) {
    static final Parameter.Text UID =
            new Parameter.Text("uid", "", "The UID of one of the pods that had this name; without it the last of them");

    private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** Throws {@link BadRequest} when {@code uid} cannot be one. */
    static Wanted of(Query query) {
        String uid = query.text(UID).orElse("");
        if (!uid.isEmpty() && !POSSIBLE.matcher(uid).matches()) {
            throw new BadRequest("parameter 'uid' must be a pod's UID");
        }
        return new Wanted(uid, query.flag(Previous.FLAG));
    }

    /** Whether a pod may be the one. */
    boolean is(String candidate) {
        return uid.isEmpty() || uid.equals(candidate);
    }
}
