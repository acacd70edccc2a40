package io.kubelens.kube;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Annotations as they may be kept and shown: those in which tools keep a copy of the whole manifest are masked. */
public final class Annotations {
    private static final String MASK = "********";
    private static final Set<String> MANIFESTS =
            Set.of("last-applied-configuration", "last-applied", "applied", "original");

    private Annotations() {}

    /** By key; the value of a manifest copy is {@code ********}, because it may hold literal secrets. */
    public static Map<String, String> shown(@Nullable Map<String, String> annotations) {
        Map<String, String> shown = new TreeMap<>(annotations == null ? Map.of() : annotations);
        shown.replaceAll((key, value) -> isManifest(key) ? MASK : value);
        return shown;
    }

    private static boolean isManifest(String key) {
        return MANIFESTS.contains(key.substring(key.lastIndexOf('/') + 1));
    }
}
