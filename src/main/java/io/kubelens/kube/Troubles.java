package io.kubelens.kube;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what is wrong, for however many that is, and again when it had been right meanwhile for all of them. */
final class Troubles {
    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    /** Who is in each trouble now. */
    private final Map<String, Set<Object>> met = new HashMap<>();

    /** {@code whom} is in this trouble now, and in no other. */
    synchronized void say(String about, String message, Object whom) {
        Set<Object> all = met.computeIfAbsent(about, key -> Collections.newSetFromMap(new IdentityHashMap<>()));
        if (all.isEmpty()) {
            log.warn(message);
        }
        over(whom);
        all.add(whom);
    }

    /** It is right again for somebody, or of no matter. */
    synchronized void over(Object whom) {
        met.values().forEach(all -> all.remove(whom));
    }
}
