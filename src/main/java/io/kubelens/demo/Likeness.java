package io.kubelens.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says where an answer is unlike what a case expects, a line for each place. */
final class Likeness {
    private static final int SHOWN = 300;
    private final List<String> differences;

    Likeness(List<String> differences) {
        this.differences = differences;
    }

    /** {@code "*"} is anything that is there, {@code "~..."} a regular expression for all of the text. */
    static boolean matches(String expected, String actual) {
        if (expected.startsWith("~")) {
            return Pattern.compile(expected.substring(1), Pattern.DOTALL)
                    .matcher(actual)
                    .matches();
        }
        return expected.equals("*") || expected.equals(actual);
    }

    void text(String at, String expected, @Nullable String actual) {
        if (actual == null) {
            differences.add(at + ": expected " + quoted(expected) + ", but it is missing");
        } else if (!matches(expected, actual)) {
            differences.add(at + ": expected " + quoted(expected) + ", got " + quoted(actual));
        }
    }

    /** Of objects the expected members count, of lists every member. */
    void json(String at, JsonNode expected, @Nullable JsonNode actual) {
        if (actual == null || actual.isMissingNode()) {
            differences.add(at + ": expected " + shown(expected) + ", but it is missing");
        } else if (expected.isObject() && actual.isObject()) {
            expected.properties()
                    .forEach(
                            member -> json(at + "." + member.getKey(), member.getValue(), actual.get(member.getKey())));
        } else if (expected.isArray() && actual.isArray()) {
            list(at, expected, actual);
        } else if (!same(expected, actual)) {
            differences.add(at + ": expected " + shown(expected) + ", got " + shown(actual));
        }
    }

    /** {@code members} are names, or JSON pointers. */
    void absent(String at, List<String> members, JsonNode actual) {
        for (String member : members) {
            JsonNode found = member.startsWith("/") ? actual.at(member) : actual.path(member);
            if (!found.isMissingNode()) {
                differences.add(at + ": " + member + " must be absent, but is " + shown(found));
            }
        }
    }

    private void list(String at, JsonNode expected, JsonNode actual) {
        if (expected.size() != actual.size()) {
            differences.add(
                    at + ": expected " + expected.size() + " members, got " + actual.size() + ": " + shown(actual));
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            json(at + "[" + i + "]", expected.get(i), actual.get(i));
        }
    }

    private static boolean same(JsonNode expected, JsonNode actual) {
        if (expected.isTextual()) {
            return expected.asText().equals("*")
                    ? !actual.isNull()
                    : actual.isTextual() && matches(expected.asText(), actual.asText());
        }
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual);
    }

    static String shown(JsonNode node) {
        return cut(node.toString());
    }

    private static String quoted(String text) {
        return cut('"' + text.replace("\n", "\\n") + '"');
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "... (" + text.length() + " characters)";
    }
}
