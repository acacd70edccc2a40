package io.kubelens.kube;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what is wrong, in however many namespaces it is, and again when it had been right meanwhile. */
final class Troubles {
    private static final Logger log = LoggerFactory.getLogger(Troubles.class);

    /** Whether it is over for who has said it. */
    private final Map<String, BooleanSupplier> said = new ConcurrentHashMap<>();

    void say(String about, String message, BooleanSupplier over) {
        said.compute(about, (key, before) -> {
            if (before != null && !before.getAsBoolean()) {
                return before;
            }
            log.warn(message);
            return over;
        });
    }
}
