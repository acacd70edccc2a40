package io.kubelens.config;

import io.kubelens.request.Names;
import java.util.regex.Pattern;

/** What Kubernetes lets a label, a kind and a field be (kubernetes.io, "Labels and Selectors"). */
final class Labels {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    private static final Pattern FIELDS = Pattern.compile("[A-Za-z_][-A-Za-z0-9_]*(\\.[A-Za-z_][-A-Za-z0-9_]*)*");

    private Labels() {}

    /** Whether it is {@code name} or {@code prefix/name}. */
    static boolean isKey(String key) {
        int slash = key.indexOf('/');
        return NAME.matcher(key.substring(slash + 1)).matches()
                && (slash < 0 || Names.isSubdomain(key.substring(0, slash)));
    }

    /** Whether it is {@code key}, {@code key=} or {@code key=value}. */
    static boolean isExclusion(String text) {
        int equals = text.indexOf('=');
        String value = equals < 0 ? "" : text.substring(equals + 1);
        return isKey(equals < 0 ? text : text.substring(0, equals))
                && (value.isEmpty() || NAME.matcher(value).matches());
    }

    static boolean isKind(String kind) {
        return KIND.matcher(kind).matches();
    }

    /** Whether it is a path of field names joined by dots. */
    static boolean isFieldPath(String path) {
        return FIELDS.matcher(path).matches();
    }
}
