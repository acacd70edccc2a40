package io.kubelens.reload;

import io.kubelens.http.RouteFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What differs between two sets of route files, each named by its folder and its own name. */
record Changes(List<String> added, List<String> changed, List<String> deleted) {
    static Changes between(List<RouteFile> before, List<RouteFile> after) {
        Map<String, String> old = contents(before);
        Map<String, String> now = contents(after);
        return new Changes(
                now.keySet().stream().filter(name -> !old.containsKey(name)).toList(),
                now.entrySet().stream()
                        .filter(file -> !file.getValue().equals(old.getOrDefault(file.getKey(), file.getValue())))
                        .map(Map.Entry::getKey)
                        .toList(),
                old.keySet().stream().filter(name -> !now.containsKey(name)).toList());
    }

    private static Map<String, String> contents(List<RouteFile> files) {
        return files.stream().collect(Collectors.toMap(Changes::name, RouteFile::yaml, String::concat, TreeMap::new));
    }

    private static String name(RouteFile file) {
        return file.folder() + "/" + file.name().substring(file.name().lastIndexOf('/') + 1);
    }

    boolean isNothing() {
        return added.isEmpty() && changed.isEmpty() && deleted.isEmpty();
    }

    @Override
    public String toString() {
        return isNothing()
                ? "nothing changed"
                : Stream.of(part("added", added), part("changed", changed), part("deleted", deleted))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; "));
    }

    private static String part(String what, List<String> names) {
        return names.isEmpty() ? "" : what + " " + String.join(", ", names);
    }
}
