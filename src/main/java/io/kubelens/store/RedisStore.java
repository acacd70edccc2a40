package io.kubelens.store;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/**
 * Keeps capsules and sessions in Redis, under keys that begin with {@code kubelens:}. Capsules and chunks live as long as
 * they are to be shown; what is left of them in sorted sets and totals goes with {@link #expire}.
 */
public final class RedisStore {
    private static final String PREFIX = "kubelens:";
    private static final String AGE = PREFIX + "capsules:age";
    private static final String EXPIRY = PREFIX + "capsules:expiry";
    private static final String TOTALS = PREFIX + "capsules:stored";
    private static final int AT_ONCE = 64;

    private final RedissonClient redis;
    private final Clock clock;
    private final StoreLimits limits;
    private final StoreCounts counts;

    RedisStore(RedissonClient redis, Clock clock, StoreLimits limits, StoreCounts counts) {
        this.redis = redis;
        this.clock = clock;
        this.limits = limits;
        this.counts = counts;
    }

    public Receipt store(SealedCapsule full) {
        return asked(() -> {
            Capsule capsule = full.capsule();
            long live = Math.max(
                    1, Duration.between(clock.instant(), capsule.expiresAt()).toMillis());
            putChunks(full, live);
            String kept = add(capsule, live);
            boolean added = kept.isEmpty() || CapsuleJson.read(kept).id().equals(capsule.id());
            if (added) {
                trim(capsule);
            } else {
                redis.getKeys().unlink(chunksKey(capsule.id()));
            }
            return new Receipt(capsule.key(), added);
        });
    }

    private void putChunks(SealedCapsule full, long live) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(Long.toString(live).getBytes(StandardCharsets.US_ASCII));
        full.chunks().forEach(chunk -> arguments.add(chunk.packed()));
        Long put = redis.getScript(ByteArrayCodec.INSTANCE)
                .eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.PUT_CHUNKS,
                        RScript.ReturnType.INTEGER,
                        List.of(chunksKey(full.capsule().id())),
                        arguments.toArray());
        if (put != full.chunks().size()) {
            throw new StoreUnavailable(
                    "Redis took " + put + " of " + full.chunks().size() + " chunks");
        }
    }

    private String add(Capsule capsule, long live) {
        Termination ended = capsule.termination();
        String kept = redis.getScript(StringCodec.INSTANCE)
                .eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.ADD,
                        RScript.ReturnType.VALUE,
                        List.of(capsuleKey(capsule.key()), AGE, EXPIRY, namespaceKey(ended.namespace()), TOTALS),
                        CapsuleJson.write(capsule),
                        Long.toString(live),
                        RedisMember.of(capsule).text(),
                        Long.toString(ended.terminatedAt().toEpochMilli()),
                        Long.toString(capsule.expiresAt().toEpochMilli()),
                        ended.namespace(),
                        ended.key().podUid(),
                        Long.toString(capsule.stored()));
        return kept == null ? "" : kept;
    }

    private void trim(Capsule capsule) {
        Termination ended = capsule.termination();
        String pod = ended.key().podUid();
        Map<String, String> totals =
                redis.<String, String>getMap(TOTALS, StringCodec.INSTANCE).readAllMap();
        trim(totals.get("pod " + pod), limits.podBytes(), namespaceKey(ended.namespace()), each -> each.podUid()
                .equals(pod));
        trim(
                totals.get("namespace " + ended.namespace()),
                limits.namespaceBytes(),
                namespaceKey(ended.namespace()),
                each -> true);
        trim(totals.get("all"), limits.bytes(), AGE, each -> true);
    }

    private void trim(@Nullable String held, long limit, String set, Predicate<RedisMember> within) {
        long left = held == null ? 0 : Long.parseLong(held);
        if (left <= limit) {
            return;
        }
        List<RedisMember> oldestFirst = sorted(set).readAll().stream()
                .map(RedisMember::parse)
                .filter(within)
                .toList();
        for (int i = 0; i < oldestFirst.size() - 1 && left > StoreLimits.room(limit); i++) {
            left -= oldestFirst.get(i).stored();
            counts.evicted(drop(oldestFirst.get(i)));
        }
    }

    private int drop(RedisMember member) {
        Long dropped = redis.getScript(StringCodec.INSTANCE)
                .eval(
                        RScript.Mode.READ_WRITE,
                        RedisScripts.DROP,
                        RScript.ReturnType.INTEGER,
                        List.of(
                                capsuleKey(member.key()),
                                chunksKey(member.id()),
                                AGE,
                                EXPIRY,
                                namespaceKey(member.namespace()),
                                TOTALS),
                        member.text(),
                        member.namespace(),
                        member.podUid(),
                        Long.toString(member.stored()));
        return dropped == null ? 0 : dropped.intValue();
    }

    public List<Capsule> load(CapsuleQuery query) {
        return asked(() -> {
            Collection<String> newestFirst =
                    sorted(namespaceKey(query.namespace())).valueRangeReversed(0, -1);
            String[] keys = newestFirst.stream()
                    .map(RedisMember::parse)
                    .filter(each -> each.isFor(query))
                    .limit(CapsuleQuery.MOST)
                    .map(each -> capsuleKey(each.key()))
                    .distinct()
                    .toArray(String[]::new);
            if (keys.length == 0) {
                return List.of();
            }
            Map<String, String> found = redis.getBuckets(StringCodec.INSTANCE).get(keys);
            Instant now = clock.instant();
            return Arrays.stream(keys)
                    .map(found::get)
                    .filter(Objects::nonNull)
                    .map(CapsuleJson::read)
                    .filter(capsule -> !capsule.expired(now))
                    .toList();
        });
    }

    public List<LineChunk> chunks(ChunkPage page) {
        return asked(() -> {
            List<byte[]> packed = redis.<byte[]>getList(chunksKey(page.id()), ByteArrayCodec.INSTANCE)
                    .range(page.from(), page.to() - 1);
            List<LineChunk> chunks = new ArrayList<>();
            packed.forEach(each -> chunks.add(new LineChunk(page.spans().get(chunks.size()), each)));
            return chunks;
        });
    }

    /** How many capsules have gone: those that have expired, a few at a time. */
    public int expire() {
        return asked(() -> {
            Collection<String> over = sorted(EXPIRY)
                    .valueRange(Double.NEGATIVE_INFINITY, true, (double) clock.millis(), true, 0, AT_ONCE);
            return counts.expired(
                    over.stream().map(RedisMember::parse).mapToInt(this::drop).sum());
        });
    }

    public @Nullable SessionDocument session(String key) {
        Map<String, String> kept = asked(() -> redis.<String, String>getMap(sessionKey(key), StringCodec.INSTANCE)
                .readAllMap());
        String json = kept.get("document");
        return json == null
                ? null
                : new SessionDocument(
                        json,
                        kept.getOrDefault("etag", ""),
                        Instant.ofEpochMilli(Long.parseLong(kept.getOrDefault("updated_at", "0"))));
    }

    /** Whether it was kept; false when {@code ifMatch} is not what is there. */
    public boolean putSession(SessionWrite write) {
        SessionDocument document = write.document();
        return asked(() -> {
            Long written = redis.getScript(StringCodec.INSTANCE)
                    .eval(
                            RScript.Mode.READ_WRITE,
                            RedisScripts.PUT_SESSION,
                            RScript.ReturnType.INTEGER,
                            List.of(sessionKey(write.key())),
                            write.ifMatch(),
                            SessionWrite.NOTHING,
                            document.json(),
                            document.etag(),
                            Long.toString(document.updatedAt().toEpochMilli()));
            return written == 1;
        });
    }

    public void deleteSession(String key) {
        asked(() -> redis.getKeys().unlink(sessionKey(key)));
    }

    /** What Redisson throws may show what was to be written, a session or a line, so it is not passed on. */
    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RedisException e) {
            throw new StoreUnavailable("Redis: " + e.getClass().getSimpleName());
        }
    }

    private RScoredSortedSet<String> sorted(String key) {
        return redis.getScoredSortedSet(key, StringCodec.INSTANCE);
    }

    private static String capsuleKey(CapsuleKey key) {
        return PREFIX + "capsule:" + key;
    }

    private static String chunksKey(String id) {
        return PREFIX + "chunks:" + id;
    }

    private static String namespaceKey(String namespace) {
        return PREFIX + "capsules:namespace:" + namespace;
    }

    private static String sessionKey(String key) {
        return PREFIX + "session:" + key;
    }
}
