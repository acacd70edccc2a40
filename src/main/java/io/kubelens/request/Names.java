package io.kubelens.request;

import java.util.regex.Pattern;

/** Kubernetes object names: RFC 1123 labels (1 to 63 characters) and subdomains (1 to 253). */
public final class Names {
    public static final int LONGEST_LABEL = 63;
    public static final int LONGEST_SUBDOMAIN = 253;
    private static final String PART = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    /** A regular expression of ECMA 262; it does not know the length. */
    public static final String LABEL_PATTERN = "^" + PART + "$";
    /** A regular expression of ECMA 262; it does not know the length. */
    public static final String SUBDOMAIN_PATTERN = "^" + PART + "(\\." + PART + ")*$";

    private static final Pattern LABEL = Pattern.compile(PART);

    private Names() {}

    /** Whether a namespace or container may have this name. */
    public static boolean isLabel(String name) {
        return name.length() <= LONGEST_LABEL && LABEL.matcher(name).matches();
    }

    /** Whether a pod or workload may have this name. */
    public static boolean isSubdomain(String name) {
        if (name.isEmpty() || name.length() > LONGEST_SUBDOMAIN) {
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
