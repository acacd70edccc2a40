package io.kubelens.http;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a bean has the method that a route calls, with that many arguments. Camel finds out only when it calls. */
final class BeanCalls {
    private static final Pattern CALL = Pattern.compile("([a-z][A-Za-z0-9]*)(\\((.*)\\))?");
    private final Map<String, Object> beans;

    BeanCalls(Map<String, Object> beans) {
        this.beans = beans;
    }

    /** What no route may call: the wiring ends what it has begun, and nobody else does. */
    private static final Set<String> WIRING = Set.of("close", "start", "stop", "stopping");

    /** What is wrong with calling {@code call}, for example {@code denies(${header.ns})}; null if nothing is. */
    @Nullable
    String problem(String name, String call) {
        Object bean = beans.get(name);
        if (bean == null) {
            return "no bean is named '" + name + "'; use one of "
                    + String.join(", ", beans.keySet().stream().sorted().toList());
        }
        if (!bean.getClass().getName().startsWith("io.kubelens.")) {
            return "the bean '" + name + "' is not for routes to call; use another";
        }
        Matcher parts = CALL.matcher(call.strip());
        if (!parts.matches()) {
            return "the call is not understood; write NAME or NAME(arguments)";
        }
        if (WIRING.contains(parts.group(1))) {
            return name + "." + parts.group(1)
                    + " is not for routes to call, since it would end what all of them need; remove it";
        }
        List<Method> named = named(bean, parts.group(1));
        if (named.isEmpty()) {
            return "the bean '" + name + "' has no method '" + parts.group(1) + "'; use one of " + methods(bean);
        }
        if (parts.group(2) != null) {
            if (parts.group(3).replace("bodyAs(String)", "").matches(".*[()].*")) {
                return "arguments hold no parentheses, since what follows the first ')' would be called on the result;"
                        + " remove them";
            }
            int given = arguments(call).size();
            if (named.stream().noneMatch(m -> m.getParameterCount() == given)) {
                return name + "." + parts.group(1) + " takes "
                        + named.getFirst().getParameterCount() + " arguments, not " + given + "; give it these";
            }
        }
        return null;
    }

    /** The methods that such a call can mean; none when there is none. */
    List<Method> methods(String name, String call) {
        Object bean = beans.get(name);
        Matcher parts = CALL.matcher(call.strip());
        if (bean == null || !parts.matches()) {
            return List.of();
        }
        int given = arguments(call).size();
        return named(bean, parts.group(1)).stream()
                .filter(m -> parts.group(2) == null || m.getParameterCount() == given)
                .toList();
    }

    private static String methods(Object bean) {
        return Arrays.stream(bean.getClass().getMethods())
                .filter(m -> m.getDeclaringClass() != Object.class && !Modifier.isStatic(m.getModifiers()))
                .map(Method::getName)
                .filter(name -> !WIRING.contains(name))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static List<Method> named(Object bean, String method) {
        return Arrays.stream(bean.getClass().getMethods())
                .filter(m -> m.getName().equals(method) && m.getDeclaringClass() != Object.class)
                .filter(m -> !Modifier.isStatic(m.getModifiers()) && !m.isBridge())
                .toList();
    }

    /** Between commas at the top level; arguments are values like {@code ${body}} or quoted texts. */
    static List<String> arguments(String call) {
        Matcher parts = CALL.matcher(call.strip());
        if (!parts.matches() || parts.group(3) == null || parts.group(3).isBlank()) {
            return List.of();
        }
        String text = parts.group(3);
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                arguments.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        arguments.add(text.substring(begin).strip());
        return arguments;
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
