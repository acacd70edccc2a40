package io.kubelens.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What reading a file found: the line of each key, the problems, the notices. */
final class Findings {
    private record Place(int line, String text) {}

    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, String> causes = new HashMap<>();
    private final Map<String, Place> problems = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void line(String path, int line) {
        lines.put(path, line);
    }

    /** The value of {@code path} comes from elsewhere, so its problems are to be looked for there. */
    void cause(String path, String cause) {
        causes.put(path, cause);
    }

    /** The first problem of a key hides later ones: they follow from it. */
    void problem(String path, String text) {
        String key = path.replaceAll("\\[\\d+]$", "");
        String cause = causes.get(key);
        int line = lineOf(path);
        String where = cause == null ? at(line) + path : cause + path.substring(key.length());
        problems.putIfAbsent(path, new Place(line, where + ": " + text));
    }

    void notice(String path, String text) {
        notices.add(at(lineOf(path)) + path + " " + text);
    }

    /** A problem after which there is nothing left to read. */
    ConfigException fatal(int line, String text) {
        return new ConfigException(List.of(at(line) + text));
    }

    boolean bad() {
        return !problems.isEmpty();
    }

    ConfigException exception() {
        return new ConfigException(problems.values().stream()
                .sorted(Comparator.comparingInt(Place::line))
                .map(Place::text)
                .toList());
    }

    List<String> notices() {
        return List.copyOf(notices);
    }

    /** {@code FILE:LINE: key} of a key that is in the file. */
    String where(String path) {
        return at(lineOf(path)) + path;
    }

    /** The line of a key; of one that is missing, where its section begins. */
    private int lineOf(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private String at(int line) {
        return file + ":" + line + ": ";
    }
}
