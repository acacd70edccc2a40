package io.kubelens.store;

/** What must happen in Redis at once. Redis runs a script alone, so none sees half of it. */
final class RedisScripts {
    /** Over those of an attempt that was cut off. Key: the chunks. Arguments: milliseconds to live, then each chunk. */
    static final String PUT_CHUNKS =
            """
            redis.call('del', KEYS[1])
            local count = 0
            for i = 2, #ARGV do count = redis.call('rpush', KEYS[1], ARGV[i]) end
            redis.call('pexpire', KEYS[1], ARGV[1])
            return count
            """;

    /**
     * Makes a capsule visible unless its run is there; answers what is there, or an empty text when it was added. Keys:
     * capsule, age, expiry, namespace, totals. Arguments: details, milliseconds to live, member, terminated at, expires
     * at, namespace, pod, stored.
     */
    static final String ADD =
            """
            local kept = redis.call('get', KEYS[1])
            if kept then return kept end
            redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
            redis.call('zadd', KEYS[2], ARGV[4], ARGV[3])
            redis.call('zadd', KEYS[3], ARGV[5], ARGV[3])
            redis.call('zadd', KEYS[4], ARGV[4], ARGV[3])
            redis.call('hincrby', KEYS[5], 'all', ARGV[8])
            redis.call('hincrby', KEYS[5], 'namespace ' .. ARGV[6], ARGV[8])
            redis.call('hincrby', KEYS[5], 'pod ' .. ARGV[7], ARGV[8])
            return ''
            """;

    /**
     * Drops a capsule; answers 1, or 0 when another has. Keys: capsule, chunks, age, expiry, namespace, totals.
     * Arguments: member, namespace, pod, stored.
     */
    static final String DROP =
            """
            if redis.call('zrem', KEYS[3], ARGV[1]) == 0 then return 0 end
            redis.call('zrem', KEYS[4], ARGV[1])
            redis.call('zrem', KEYS[5], ARGV[1])
            redis.call('unlink', KEYS[1], KEYS[2])
            for _, name in ipairs({'all', 'namespace ' .. ARGV[2], 'pod ' .. ARGV[3]}) do
              if redis.call('hincrby', KEYS[6], name, -ARGV[4]) <= 0 then redis.call('hdel', KEYS[6], name) end
            end
            return 1
            """;

    /**
     * Writes a session if it may; answers whether it did. Key: the session. Arguments: the ETag that must be there or
     * empty, the word for nothing, document, ETag, updated at.
     */
    static final String PUT_SESSION =
            """
            local there = redis.call('hget', KEYS[1], 'etag') or ARGV[2]
            if ARGV[1] ~= '' and ARGV[1] ~= there then return 0 end
            redis.call('hset', KEYS[1], 'document', ARGV[3], 'etag', ARGV[4], 'updated_at', ARGV[5])
            return 1
            """;

    private RedisScripts() {}
}
