package io.kubelens.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.store.Store;
import io.kubelens.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRulesTest {
    private static final Map<String, Object> BEANS = Map.of("store", "a source", "storeReads", "a source");

    private static List<String> problems(String folder, String parameters) {
        return problemsOfTarget(folder, "uri: sql\nparameters:\n" + parameters.indent(2));
    }

    private static List<String> problemsOfTarget(String folder, String target) {
        return OneRoute.problems(folder, BEANS, "- to:\n" + target.indent(4));
    }

    @Test
    void takesALiteralQueryInAStore() {
        assertThat(problems("store", "query: 'select a from b where c = :#c and d in (:#in:d)'\ndataSource: '#store'"))
                .isEmpty();
    }

    @Test
    void refusesSqlOutsideOfStores() {
        assertThat(problems("lens", "query: select 1\ndataSource: '#store'"))
                .anyMatch(reason -> reason.startsWith("sql is for the files in store/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select ${header.name}",
                "select :#${header.name}",
                "select {{x}}",
                "select ?",
                "select #",
                "classpath:x.sql",
                "file:x.sql",
                "resource:x",
                ""
            })
    void refusesAQueryThatIsNotLiteral(String query) {
        assertThat(problems("store", "query: '" + query + "'\ndataSource: '#store'"))
                .isNotEmpty()
                .allMatch(reason -> reason.contains("; "), "names a fix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dataSource: '#other'",
                "dataSource: '#class:x'",
                "dataSource: '#store'\nuseMessageBodyForSql: true",
                "dataSource: '#store'\nprepareStatementStrategy: '#class:x'",
                "dataSource: '#store'\noutputHeader: Location",
                "dataSource: '#store'\nnoop: '#x'",
                "{}"
            })
    void refusesOtherOptions(String parameters) {
        assertThat(problems("store", "query: select 1\n" + (parameters.equals("{}") ? "" : parameters)))
                .isNotEmpty()
                .allMatch(reason -> reason.contains("; "), "names a fix");
    }

    @Test
    void refusesAUriThatHoldsTheQuery() {
        assertThat(problemsOfTarget("store", "uri: sql:select 1?dataSource=#store"))
                .anyMatch(reason -> reason.contains("is not a target for routes"));
    }

    @ParameterizedTest
    @CsvSource({
        "memory, ''",
        "sqlite, 'storage: {database_url: ''sqlite://@/k.db''}'",
        "postgres, 'storage: {database_url: ''postgres://127.0.0.1:1/k''}'",
        "redis, 'cache: {enabled: true, redis_url: ''redis://127.0.0.1:1''}'"
    })
    void passesTheShippedStores(String kind, String sections, @TempDir Path directory) throws IOException {
        try (Store store = Store.open(
                StoreConfig.read(directory, sections.replace("@", directory.toString())), Clock.systemUTC())) {
            assertThat(store.kind()).isEqualTo(kind);
            List<RouteFile> files = RouteFile.read(List.of(Path.of("routes")), Set.of(), kind);

            assertThat(files).hasSize(1);
            assertThat(RouteRules.check(files, store.beans()))
                    .extracting(RouteProblem::reason)
                    .allMatch(reason -> reason.matches("no route has from: direct:(audit|pod-open);.*"));
        }
    }
}
