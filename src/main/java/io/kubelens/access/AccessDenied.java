package io.kubelens.access;

import org.jspecify.annotations.Nullable;

/** The token is good, but its groups do not let anybody in: 403, never 401, which would log the user out. */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Principal caller;

    public AccessDenied(String message) {
        super(message, null, false, false);
        caller = null;
    }

    AccessDenied(Principal caller) {
        super("access denied", null, false, false);
        this.caller = caller;
    }

    /** Who was not let in, for the audit; null when nobody knows. */
    public @Nullable Principal caller() {
        return caller;
    }
}
