package io.kubelens.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The URLs that config.yaml holds. Values may carry a password, so no text here repeats one. */
final class Urls {
    static final String BASE_FIX = "is not a base URL; write http:// or https:// and a host, without user, ? and #";
    static final String ORIGIN_FIX =
            "is not an origin as browsers send it; write https://host or https://host:port in lower case, no path, no *";
    static final String REDIRECT_FIX = "is not a redirect URI; write a whole http:// or https:// URL without # and *";

    private static final Pattern SEGMENT = Pattern.compile("[^/?#%\\s]+");
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");
    private static final Pattern REDIS = Pattern.compile("rediss?://([^/?#]*@)?[^/?#@\\s]+([/?][^\\s]*)?");
    private static final Pattern POSTGRES = Pattern.compile("postgres(ql)?://[^/?#\\s][^\\s]*");
    private static final Pattern SQLITE = Pattern.compile("sqlite3?://[^\\s]+");

    private Urls() {}

    static boolean isBase(String text) {
        return web(text)
                .filter(uri -> uri.getRawQuery() == null && uri.getRawFragment() == null)
                .isPresent();
    }

    static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches()
                && web(text).filter(Predicate.not(Urls::namesDefaultPort)).isPresent();
    }

    static boolean isRedirect(String text) {
        return !text.contains("*")
                && web(text).filter(uri -> uri.getRawFragment() == null).isPresent();
    }

    /** Whether it may stand between two slashes of a URL. */
    static boolean isSegment(String text) {
        return SEGMENT.matcher(text).matches() && web("http://host/" + text).isPresent();
    }

    static boolean isRedis(String text) {
        return REDIS.matcher(text).matches();
    }

    static boolean isDatabase(String text) {
        return !databaseKind(text).isEmpty();
    }

    /** {@code postgres}, {@code sqlite}, or empty when it is neither. */
    static String databaseKind(String text) {
        if (POSTGRES.matcher(text).matches()) {
            return "postgres";
        }
        return SQLITE.matcher(text).matches() ? "sqlite" : "";
    }

    /** What follows the scheme, without parameters. */
    static String sqlitePath(String text) {
        String path = text.substring(text.indexOf("://") + 3);
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static Optional<URI> web(String text) {
        try {
            URI uri = new URI(text);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            boolean good = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getPort() <= 65_535;
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Browsers leave the scheme's own port out, so an origin that names it matches none. */
    private static boolean namesDefaultPort(URI uri) {
        return uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
    }
}
