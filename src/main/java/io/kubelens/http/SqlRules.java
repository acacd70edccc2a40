package io.kubelens.http;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a store's route may ask its database: a literal query, whose values are named parameters. */
final class SqlRules {
    private static final Set<String> KEYS = Set.of("query", "dataSource", "batch", "batchAutoCommitDisabled", "noop");
    private static final Set<String> SOURCES = Set.of("#store", "#storeReads");
    private static final Pattern PARAMETER = Pattern.compile(":#(in:)?[A-Za-z][A-Za-z0-9]*");

    /** Camel would read the query from there. */
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)\\s*[a-z]+:.*", Pattern.DOTALL);

    private final RouteRules.Report report;
    private final Map<String, Object> beans;

    SqlRules(RouteRules.Report report, Map<String, Object> beans) {
        this.report = report;
        this.beans = beans;
    }

    void check(RouteNode step, RouteNode parameters) {
        if (!report.file().folder().equals("store")) {
            report.add(step, "sql is for the files in store/; ask a store through its direct: routes");
            return;
        }
        report.onlyKeys(parameters, KEYS);
        query(step, parameters.text("query"));
        String source = parameters.text("dataSource");
        if (!SOURCES.contains(source) || !beans.containsKey(source.substring(1))) {
            report.add(
                    step,
                    "dataSource is none of this store's; write \"#store\" or \"#storeReads\" and set storage.database_url");
        }
        for (String flag : Set.of("batch", "batchAutoCommitDisabled", "noop")) {
            if (parameters.has(flag) && !parameters.text(flag).equals("true")) {
                report.add(step, flag + " can only be true; write that or remove it");
            }
        }
    }

    private void query(RouteNode step, String query) {
        String rest = PARAMETER.matcher(query).replaceAll("");
        if (query.isBlank() || ELSEWHERE.matcher(query).matches()) {
            report.add(step, "query is no SQL; write the SQL itself");
        } else if (rest.contains("#") || rest.contains("?") || rest.contains("${")) {
            report.add(step, "a query is literal; write its values as :#NAME or :#in:NAME of the map that is the body");
        }
    }
}
