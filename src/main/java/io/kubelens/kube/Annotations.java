package io.kubelens.kube;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Annotations as they may be kept and shown: those in which tools keep a copy of the whole manifest are masked. */
public final class Annotations {
    private static final String MASK = "********";

    /** kubectl and its imitators, Rancher, kapp, Kopf, OpenShift; whatever stands before the slash. */
    private static final Pattern COPY = Pattern.compile(
            "(last-applied|last-handled|previous)(-.*)?|applied|original(-.*)?|encoded-deployment-config");

    /** Members that a manifest has and little else: a copy under a name that nobody has thought of. */
    private static final Pattern MANIFEST =
            Pattern.compile("\"(spec|containers|envFrom|secretKeyRef|stringData)\"\\s*:");

    private Annotations() {}

    /** By key; the value of a manifest copy is {@code ********}, because it may hold literal secrets. */
    public static Map<String, String> shown(@Nullable Map<String, String> annotations) {
        Map<String, String> shown = new TreeMap<>(annotations == null ? Map.of() : annotations);
        shown.replaceAll((key, value) -> isCopy(key) || isManifest(value) ? MASK : value);
        return shown;
    }

    private static boolean isCopy(String key) {
        return COPY.matcher(key.substring(key.lastIndexOf('/') + 1)).matches();
    }

    private static boolean isManifest(@Nullable String value) {
        return value != null && value.startsWith("{") && MANIFEST.matcher(value).find();
    }
}
