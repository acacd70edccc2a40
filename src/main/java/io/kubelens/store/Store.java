package io.kubelens.store;

import io.kubelens.config.Config;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.redisson.api.RedissonClient;

/** The store that the configuration chooses: which route file it is, and what that file may refer to. */
public final class Store implements AutoCloseable {
    private final String kind;
    private final StoreCounts counts = new StoreCounts();
    private final Receipts receipts = new Receipts(counts);
    private final Map<String, Object> beans = new HashMap<>();
    private final Deque<Runnable> starting = new ArrayDeque<>();
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final Clock clock;
    private volatile boolean started;

    private Store(String kind, Clock clock) {
        this.kind = kind;
        this.clock = clock;
    }

    /**
     * Makes what the kind needs; nothing is asked of anybody before {@link #start} or a first use.
     *
     * @throws IllegalArgumentException if a URL cannot be used; it is not in the message
     */
    public static Store open(Config config, Clock clock) {
        Config.Storage storage = config.storage();
        Store store = new Store(config.storeKind(), clock);
        StoreLimits limits =
                new StoreLimits(storage.maxBytesPerPod(), storage.maxBytesPerNamespace(), storage.maxBytes());
        try {
            store.fill(config, limits);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private void fill(Config config, StoreLimits limits) {
        Config.Storage storage = config.storage();
        beans.put("capsuleRows", new CapsuleRows(clock));
        beans.put("receipts", receipts);
        beans.put("sessionRows", new SessionRows());
        beans.put("storeCounts", counts);
        beans.put("storeLimits", limits);
        boolean own = !Config.Storage.KINDS.contains(kind);
        if (kind.equals("memory") || own) {
            memory(storage, limits);
        }
        if (kind.equals("redis") || (own && config.cache().enabled())) {
            redis(DatabaseUrl.of(config.cache().redisUrl(), "cache.redis_url"), limits);
        }
        if (kind.equals("sqlite")
                || kind.equals("postgres")
                || (own && storage.databaseUrl().isPresent())) {
            database(
                    storage.databaseKind().equals("sqlite")
                            ? Database.sqlite(Path.of(storage.sqlitePath()))
                            : Database.postgres(DatabaseUrl.of(storage.databaseUrl(), "storage.database_url")));
        }
    }

    private void memory(Config.Storage storage, StoreLimits limits) {
        StoreLimits bounded = new StoreLimits(
                limits.podBytes(), limits.namespaceBytes(), Math.min(limits.bytes(), storage.memoryMaxBytes()));
        beans.put("memoryStore", new MemoryStore(clock, bounded, storage.memoryMaxBytes(), counts));
    }

    private void redis(DatabaseUrl url, StoreLimits limits) {
        RedissonClient redis = RedisConnection.connect(url);
        closing.push(redis::shutdown);
        beans.put("redisson", redis);
        beans.put("redisStore", new RedisStore(redis, clock, limits, counts));
    }

    private void database(Database database) {
        starting.add(database::start);
        closing.push(database::close);
        beans.put("store", database.writes());
        beans.put("storeReads", database.reads());
    }

    /**
     * Makes the tables. PostgreSQL and Redis need not be there yet.
     *
     * @throws IllegalStateException if a SQLite file cannot be had
     */
    public void start() {
        starting.forEach(Runnable::run);
        started = true;
    }

    /** Whether it may be asked. */
    public boolean isStarted() {
        return started;
    }

    /** The name of its file in {@code routes/store/}, without {@code .yaml}. */
    public String kind() {
        return kind;
    }

    /** What its routes refer to, by name. */
    public Map<String, Object> beans() {
        return Map.copyOf(beans);
    }

    public StoreCounts counts() {
        return counts;
    }

    public Receipts receipts() {
        return receipts;
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
    }
}
