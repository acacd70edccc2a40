package io.kubelens.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions as the rows and named parameters of {@code routes/store/}'s SQL. */
public final class SessionRows {
    public Map<String, Object> write(SessionWrite write) {
        SessionDocument document = write.document();
        return Map.of(
                "key", write.key(),
                "document", document.json(),
                "etag", document.etag(),
                "updatedAt", document.updatedAt().toEpochMilli(),
                "ifMatch", write.ifMatch());
    }

    public Map<String, Object> key(String key) {
        return Map.of("key", key);
    }

    /** The session of the only row; null without one. */
    public @Nullable SessionDocument document(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return null;
        }
        Row row = new Row(rows.getFirst());
        return new SessionDocument(
                row.text("document"), row.text("etag"), Instant.ofEpochMilli(row.number("updated_at")));
    }

    /** Whether a statement has changed anything. */
    public boolean written(Integer updated) {
        return updated > 0;
    }
}
