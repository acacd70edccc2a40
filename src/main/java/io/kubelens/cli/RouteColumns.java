package io.kubelens.cli;

import io.kubelens.http.RouteEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Routes in columns, for a terminal. */
final class RouteColumns {
    private RouteColumns() {}

    static List<String> of(List<RouteEntry> entries) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "METHOD", "PATH", "ACCESS", "FILE", "DESCRIPTION"));
        entries.forEach(entry -> rows.add(
                List.of(entry.id(), entry.method(), entry.path(), access(entry), entry.file(), entry.description())));
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toList();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String access(RouteEntry entry) {
        return entry.method().isEmpty() ? "" : entry.open() ? "public" : "token";
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).repeat(' ', widths.get(i) - row.get(i).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
