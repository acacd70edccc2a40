package io.kubelens.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the start would say about config.yaml as it is now, and whether that is what runs. */
public final class ConfigCheck {
    private final Path file;
    private final Supplier<Config> running;
    private final Map<String, String> env;

    /**
     * Of the file that {@code running} was made of, at the start or since.
     *
     * @param env fills the file's {@code ${NAME}}s
     */
    public ConfigCheck(Path file, Supplier<Config> running, Map<String, String> env) {
        this.file = file;
        this.running = running;
        this.env = Map.copyOf(env);
    }

    /** Reads and checks the file, and the secrets it names. Values that may be secret are in no text. */
    public Report check() {
        try {
            ConfigFile.Loaded now = ConfigFile.read(file, env);
            return new Report(true, List.of(), warnings(now));
        } catch (ConfigException e) {
            return new Report(false, e.problems(), List.of());
        }
    }

    private List<String> warnings(ConfigFile.Loaded now) {
        List<String> warnings = new ArrayList<>(now.notices());
        if (!now.config().auth().clientSecret().isPresent()) {
            warnings.add(
                    now.source() + ": auth.client_secret is empty, so logins work only while Keycloak has the client"
                            + " as a public one, which should demand PKCE");
        }
        tell(ConfigKeys.Effect.RESTART, now, "is not what runs; restart needed for ", warnings);
        tell(ConfigKeys.Effect.LIVE, now, "is not what runs yet, or was refused; see the log about ", warnings);
        return warnings;
    }

    private void tell(ConfigKeys.Effect effect, ConfigFile.Loaded now, String what, List<String> warnings) {
        Set<String> keys = ConfigKeys.changed(effect, running.get(), now.config());
        if (!keys.isEmpty()) {
            warnings.add(now.source() + ": " + what + String.join(", ", keys));
        }
    }

    /**
     * {@code GET /api/v1/config/validate}.
     *
     * @param valid whether a start would take the file
     * @param errors each as {@code FILE:LINE: key.path: what is wrong; fix}
     * @param warnings what a start would take and is probably not meant
     */
    public record Report(boolean valid, List<String> errors, List<String> warnings) {
        public Report {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }
}
