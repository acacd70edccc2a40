package io.kubelens.http;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a bean has the method that a route calls, with that many arguments. Camel finds out only when it calls. */
final class BeanCalls {
    private static final Pattern CALL = Pattern.compile("([a-z][A-Za-z0-9]*)(\\((.*)\\))?");
    private final Map<String, Object> beans;

    BeanCalls(Map<String, Object> beans) {
        this.beans = beans;
    }

    /** What is wrong with calling {@code call}, for example {@code denies(${header.ns})}; null if nothing is. */
    @Nullable
    String problem(String name, String call) {
        Object bean = beans.get(name);
        if (bean == null) {
            return "no bean is named '" + name + "'; known: "
                    + String.join(", ", beans.keySet().stream().sorted().toList());
        }
        if (!bean.getClass().getName().startsWith("io.kubelens.")) {
            return "the bean '" + name + "' is not for routes to call";
        }
        Matcher parts = CALL.matcher(call.strip());
        if (!parts.matches()) {
            return "method must be NAME or NAME(arguments)";
        }
        List<Method> named = Arrays.stream(bean.getClass().getMethods())
                .filter(m -> m.getName().equals(parts.group(1)) && m.getDeclaringClass() != Object.class)
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .toList();
        if (named.isEmpty()) {
            return "the bean '" + name + "' has no method '" + parts.group(1) + "'";
        }
        if (parts.group(2) != null) {
            if (parts.group(3).replace("bodyAs(String)", "").matches(".*[()].*")) {
                return "arguments hold no parentheses; what follows the first ')' would be called on the result";
            }
            int given = count(parts.group(3));
            if (named.stream().noneMatch(m -> m.getParameterCount() == given)) {
                return name + "." + parts.group(1) + " takes "
                        + named.getFirst().getParameterCount() + " arguments, not " + given;
            }
        }
        return null;
    }

    /** Commas at the top level; arguments are values like {@code ${body}} or quoted texts. */
    private static int count(String arguments) {
        if (arguments.isBlank()) {
            return 0;
        }
        int depth = 0;
        int count = 1;
        char quote = 0;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                count++;
            }
        }
        return count;
    }

    /** Whether {@code throwException} can make one: public, with a public constructor that takes the message. */
    static boolean isException(String type) {
        try {
            Class<?> found = Class.forName(type);
            return Exception.class.isAssignableFrom(found)
                    && Modifier.isPublic(found.getConstructor(String.class).getModifiers());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
