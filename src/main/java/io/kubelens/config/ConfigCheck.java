package io.kubelens.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the start would say about config.yaml as it is now, and whether that is what runs. */
public final class ConfigCheck {
    private final ConfigFile.Loaded running;
    private final Map<String, String> env;

    /**
     * Of the file that {@code running} was read from.
     *
     * @param env fills the file's {@code ${NAME}}s
     */
    public ConfigCheck(ConfigFile.Loaded running, Map<String, String> env) {
        this.running = running;
        this.env = Map.copyOf(env);
    }

    /** Reads and checks the file, and the secrets it names. Values that may be secret are in no text. */
    public Report check() {
        try {
            ConfigFile.Loaded now = ConfigFile.read(running.source(), env);
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
        if (!now.config().equals(running.config())) {
            warnings.add(now.source() + ": is not what runs; restart to apply it");
        }
        return warnings;
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
