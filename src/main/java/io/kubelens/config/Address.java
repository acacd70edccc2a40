package io.kubelens.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A listen address, {@code :port} or {@code host:port}; an IPv6 host stands in brackets. */
record Address(Optional<String> host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9.-]*)):(\\d{1,5})");

    static boolean isAddress(String text) {
        return of(text).isPresent();
    }

    /** Empty when the text is not an address. */
    static Optional<Address> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
            return Optional.empty();
        }
        Optional<String> host = Optional.ofNullable(matcher.group(1))
                .or(() -> Optional.ofNullable(matcher.group(2)))
                .filter(name -> !name.isEmpty());
        return Optional.of(new Address(host, Integer.parseInt(matcher.group(3))));
    }
}
