package io.kubelens.reload;

import io.kubelens.config.Config;
import io.kubelens.config.ConfigException;
import io.kubelens.config.ConfigFile;
import io.kubelens.config.ConfigKeys;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the gateway take config.yaml when it has changed, as far as that can be done without a restart. */
public final class ConfigWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private final Path file;
    private final Supplier<Config> running;
    private final Consumer<Config> gateway;
    private final Reloads reloads;
    private final Looking<Sight> looking;
    private final Set<String> told;
    private Set<String> waiting = Set.of();

    /** One look at the file and at those that it names: what they say, or why that is refused. */
    private record Sight(ConfigFile.@Nullable Loaded loaded, List<String> problems) {
        static final Sight NONE = new Sight(null, List.of());

        static Sight of(Path file, Map<String, String> env) {
            try {
                return new Sight(ConfigFile.read(file, env), List.of());
            } catch (ConfigException e) {
                return new Sight(null, e.problems());
            }
        }
    }

    /**
     * Of the file that the start has read; the first look judges it, too, since it may have changed meanwhile.
     *
     * @param env fills the file's {@code ${NAME}}s
     * @param running what is in force
     * @param gateway puts another configuration in force; when it throws, {@code running} tells whether it has
     */
    public ConfigWatch(
            ConfigFile.Loaded started,
            Map<String, String> env,
            Supplier<Config> running,
            Consumer<Config> gateway,
            Reloads reloads) {
        this.file = started.source();
        this.running = running;
        this.gateway = gateway;
        this.reloads = reloads;
        this.told = new HashSet<>(started.notices());
        Map<String, String> fills = Map.copyOf(env);
        this.looking =
                new Looking<>("config-watch", Sight.NONE, () -> Sight.of(file, fills), this::judge, this::failed);
    }

    public void start() {
        looking.start();
    }

    /** One look. */
    void look() {
        looking.look();
    }

    private void judge(Sight now) {
        if (now.loaded() == null) {
            refuse(now.problems());
        } else {
            take(now.loaded());
        }
    }

    private void take(ConfigFile.Loaded next) {
        Config before = running.get();
        Set<String> live = ConfigKeys.changed(ConfigKeys.Effect.LIVE, before, next.config());
        Set<String> restart = ConfigKeys.changed(ConfigKeys.Effect.RESTART, before, next.config());
        if (!live.isEmpty()) {
            apply(ConfigKeys.applied(before, next.config()), live);
        } else if (reloads.isRefused()) {
            reloads.agree();
            LOG.info("{} is again what runs", file);
        }
        next.notices().stream().filter(told::add).forEach(LOG::warn);
        if (!restart.equals(waiting) && !restart.isEmpty()) {
            LOG.warn("{}: restart needed for {}; until then the values before are in use", file, keys(restart));
        }
        waiting = restart;
    }

    private void apply(Config next, Set<String> changed) {
        long begin = System.nanoTime();
        try {
            gateway.accept(next);
        } catch (RuntimeException | Error e) {
            if (!running.get().equals(next)) {
                throw e;
            }
            LOG.error("{} is in force, but not for all that was open already", file, e);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        reloads.took(keys(changed));
        LOG.info("Configuration reloaded in {} ms: {}", millis, keys(changed));
    }

    private static String keys(Set<String> keys) {
        return String.join(", ", keys);
    }

    private void refuse(List<String> problems) {
        reloads.refuse(problems, problems.stream().map(ConfigWatch::place).toList());
        LOG.error("{}; the configuration before serves on", Complaint.of(problems));
    }

    /** {@code FILE:LINE} of a problem. */
    private static String place(String problem) {
        int end = problem.indexOf(": ");
        return end < 0 ? "" : problem.substring(0, end);
    }

    private void failed(Throwable e) {
        reloads.refuse(List.of(), List.of());
        LOG.error("{} could not be applied; the configuration before serves on", file, e);
    }

    @Override
    public void close() {
        looking.close();
    }
}
