package io.kubelens.config;

import java.util.List;

/** The keys that files written for earlier backends hold and that do nothing here. */
record Idle(String key, Type type, String why) {
    enum Type {
        NUMBER,
        FLAG,
        TEXT
    }

    private static final String SHARED = "all viewers share one budget, logs.buffer_max_bytes";
    private static final String WATCHED = "a pod that comes or goes is seen by a watch";
    private static final String NO_STREAMS = "replicas do not share log streams";
    private static final String CACHED = "lists come from watched caches";

    static final List<Idle> LOGS = List.of(
            new Idle("worker_buffer_lines", Type.NUMBER, SHARED),
            new Idle("worker_buffer_max_bytes", Type.NUMBER, SHARED),
            new Idle("subscriber_buffer_lines", Type.NUMBER, SHARED),
            new Idle("app_stream_resync_seconds", Type.NUMBER, WATCHED),
            new Idle("use_redis_streams", Type.FLAG, NO_STREAMS),
            new Idle("redis_stream_prefix", Type.TEXT, NO_STREAMS),
            new Idle("redis_stream_maxlen", Type.NUMBER, NO_STREAMS),
            new Idle("redis_stream_block_millis", Type.NUMBER, NO_STREAMS),
            new Idle("redis_lock_ttl_seconds", Type.NUMBER, NO_STREAMS),
            new Idle("redis_url", Type.TEXT, NO_STREAMS));

    static final List<Idle> API_CACHE = List.of(
            new Idle("enable_informers", Type.FLAG, CACHED),
            new Idle("informer_resync_seconds", Type.NUMBER, CACHED),
            new Idle("pod_list_ttl_seconds", Type.NUMBER, CACHED),
            new Idle("app_list_ttl_seconds", Type.NUMBER, CACHED),
            new Idle("crd_list_ttl_seconds", Type.NUMBER, CACHED),
            new Idle("metrics_list_ttl_seconds", Type.NUMBER, CACHED),
            new Idle("metrics_refresh_seconds", Type.NUMBER, CACHED),
            new Idle("metrics_refresh_jitter_seconds", Type.NUMBER, CACHED),
            new Idle("metrics_stale_seconds", Type.NUMBER, CACHED),
            new Idle("warm_on_startup", Type.FLAG, CACHED),
            new Idle("retry_attempts", Type.NUMBER, CACHED),
            new Idle("retry_base_delay_ms", Type.NUMBER, CACHED),
            new Idle("metadata_only", Type.FLAG, CACHED));

    /** Reads the key for its type only, and says that it is idle if it is there. */
    void read(Section section, Findings findings) {
        switch (type) {
            case NUMBER -> section.bytes(key, 0);
            case FLAG -> section.flag(key, false);
            case TEXT -> section.idleText(key);
        }
        if (section.has(key)) {
            findings.notice(section.path(key), "has no effect: " + why + "; remove it");
        }
    }
}
