package io.kubelens.request;

import java.util.regex.Pattern;

/** Kubernetes object names: RFC 1123 labels (1 to 63 characters) and subdomains (1 to 253). */
public final class Names {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    private Names() {}

    /** Whether a namespace or container may have this name. */
    public static boolean isLabel(String name) {
        return name.length() <= 63 && LABEL.matcher(name).matches();
    }

    /** Whether a pod or workload may have this name. */
    public static boolean isSubdomain(String name) {
        if (name.isEmpty() || name.length() > 253) {
            return false;
        }
        for (String part : name.split("\\.", -1)) {
            if (!LABEL.matcher(part).matches()) {
                return false;
            }
        }
        return true;
    }
}
