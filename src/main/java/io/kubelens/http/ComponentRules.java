package io.kubelens.http;

import io.kubelens.config.StoreGrants;
import java.util.Map;
import java.util.regex.Pattern;

/** How a store's route may use a component that it is granted: an endpoint that is written out, with all its options. */
final class ComponentRules {
    private static final Pattern ENDPOINT = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9@._/:-]+");

    /** As components name what is stored. Where it is stored (a bucket, a topic, a host) is written out. */
    private static final Pattern STORED_UNDER =
            Pattern.compile("Camel[A-Z][A-Za-z0-9]*(Key|Prefix|ObjectName|BlobName)");

    private final RouteRules.Report report;
    private final StoreComponents granted;

    ComponentRules(RouteRules.Report report, Map<String, Object> beans) {
        this.report = report;
        this.granted = StoreComponents.of(report.file(), beans);
    }

    /** Whether this is about a component that is granted; then what is wrong is reported. */
    boolean check(RouteNode step, String uri, RouteNode parameters) {
        if (!granted.schemes().contains(uri.replaceAll(":.*", ""))) {
            return false;
        }
        if (!ENDPOINT.matcher(uri).matches()) {
            report.add(step, "the endpoint is not written out; write SCHEME:PATH and its options below parameters:");
        }
        parameters.members().forEach(this::option);
        return true;
    }

    private void option(String name, RouteNode value) {
        if (value.isMap()
                || !value.items().isEmpty()
                || value.text().contains("${")
                || value.text().contains("$simple")) {
            report.add(value, name + " is no literal; write one text, number or flag");
        } else if (value.text().contains("#")) {
            report.add(
                    value,
                    name + " refers to an object; set what the component itself needs in application.properties");
        }
    }

    /** Whether a route may set such a header for the component. */
    boolean takesHeader(String name) {
        return !granted.schemes().isEmpty() && STORED_UNDER.matcher(name).matches();
    }

    /** What may be done about a target that is refused. */
    String fix(String uri) {
        String scheme = uri.replaceAll(":.*", "");
        return report.file().folder().equals("store") && !scheme.isEmpty() && !StoreGrants.isRefused(scheme)
                ? ", or grant '" + scheme + "' in routes.store_components of config.yaml"
                : "";
    }
}
