package io.kubelens.store;

import io.kubelens.config.Secret;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.Config;
import org.redisson.config.SingleServerConfig;

/** The way to one Redis, which need not be there yet. */
final class RedisConnection {
    private RedisConnection() {}

    static RedissonClient connect(DatabaseUrl url) {
        Config config = new Config();
        config.setLazyInitialization(true);
        // The default one needs classes that serialise themselves, and would run theirs.
        config.setCodec(ByteArrayCodec.INSTANCE);
        config.setThreads(2);
        config.setNettyThreads(2);
        SingleServerConfig server = config.useSingleServer()
                .setAddress(
                        url.scheme() + "://" + (url.hosts().matches(".*:\\d+") ? url.hosts() : url.hosts() + ":6379"))
                .setDatabase(database(url.path()))
                .setConnectionPoolSize(8)
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(1)
                .setSubscriptionConnectionMinimumIdleSize(0)
                .setConnectTimeout(3_000)
                .setTimeout(3_000)
                .setRetryAttempts(1)
                .setClientName("kubelens");
        Secret password = url.password();
        if (!url.user().isEmpty()) {
            server.setUsername(url.user());
        }
        if (password.isPresent()) {
            server.setPassword(password.reveal());
        }
        return Redisson.create(config);
    }

    private static int database(String path) {
        if (path.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseInt(path);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cache.redis_url: the database after the host must be a number, as in redis://host:6379/0");
        }
    }
}
