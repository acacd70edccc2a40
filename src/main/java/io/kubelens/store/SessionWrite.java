package io.kubelens.store;

/**
 * A session to be kept: the body of {@code direct:session-put}.
 *
 * @param key whose it is: hex digits of a digest, never a name
 * @param ifMatch empty to write whatever is there; {@link #NOTHING} to write only if nothing is; else only if that is the
 *     ETag of what is there
 */
public record SessionWrite(String key, SessionDocument document, String ifMatch) {
    /** The ETag of the session of somebody who has none. */
    public static final String NOTHING = "none";
}
