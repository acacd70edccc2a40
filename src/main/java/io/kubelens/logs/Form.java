package io.kubelens.logs;

import org.jspecify.annotations.Nullable;

/** The forms a log can be sent in. */
enum Form {
    SSE("text/event-stream"),
    NDJSON("application/x-ndjson"),
    TEXT("text/plain");

    private final String mediaType;

    Form(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** Null stands for a request without {@code Accept}: RFC 9110, 12.5.1 takes it for one that accepts anything. */
    static Form of(@Nullable String mediaType) {
        if (mediaType == null) {
            return SSE;
        }
        for (Form form : values()) {
            if (form.mediaType.equals(mediaType)) {
                return form;
            }
        }
        throw new IllegalArgumentException("logs are not sent as '" + mediaType + "'");
    }
}
