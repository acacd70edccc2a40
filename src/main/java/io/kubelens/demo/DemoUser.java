package io.kubelens.demo;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A user of the demo; the password is the name. */
record DemoUser(String name, List<String> groups) {
    static final List<DemoUser> ALL = List.of(
            new DemoUser("developer", List.of("k8s-logs-access")),
            new DemoUser("admin", List.of("k8s-logs-access", "k8s-admin-access")),
            new DemoUser("outsider", List.of()));

    static Optional<DemoUser> named(String name) {
        return ALL.stream().filter(user -> user.name.equals(name)).findFirst();
    }

    boolean hasPassword(String password) {
        return name.equals(password);
    }

    /** The same at every start, as a user's id in a real realm is. */
    String subject() {
        return UUID.nameUUIDFromBytes(("kubelens/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
