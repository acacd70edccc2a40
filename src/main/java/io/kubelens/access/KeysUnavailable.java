package io.kubelens.access;

/** A token cannot be judged, because the keys that could prove it are out of reach: 503, worth a retry. */
public final class KeysUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeysUnavailable(String message) {
        super(message, null, false, false);
    }
}
