package io.kubelens.http;

import io.kubelens.request.Gives;
import io.kubelens.request.Parameter;
import io.kubelens.request.Reads;
import io.kubelens.request.Takes;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the body through the steps of a route, by the types that the called methods return, and notes on the way what
 * is read of the request. Where Camel or a library makes the body, it is {@link Object}: anything.
 */
final class BodyFlow {
    private static final Set<Type> ANYTHING = Set.of(Object.class);
    /** The body of the request, on which nothing has been done yet. */
    private static final Set<Type> ASKED = Set.of(BodyFlow.class);

    private static final int DEPTH = 10;

    private final Map<String, Object> beans;
    private final Map<String, List<RouteNode>> directs;
    private final Set<Parameter> parameters = new LinkedHashSet<>();
    private final Set<Class<?>> declaringSeen = new HashSet<>();
    private @Nullable Type takes;
    private int status = 200;
    private boolean kept;
    private boolean conditional;

    /**
     * @param beans what routes may refer to
     * @param directs the steps of the routes that others call, by {@code direct:NAME}
     */
    BodyFlow(Map<String, Object> beans, Map<String, List<RouteNode>> directs) {
        this.beans = beans;
        this.directs = directs;
    }

    /** What the body may be after the steps; {@link Void} for none. */
    Set<Type> through(List<RouteNode> steps) {
        Set<Type> body = through(steps, ASKED, 0);
        return body.equals(ASKED) ? ANYTHING : body;
    }

    Set<Parameter> parameters() {
        return parameters;
    }

    /** The JSON that is expected of the request; null for none. */
    @Nullable
    Type takes() {
        return takes;
    }

    int status() {
        return status;
    }

    /** Whether the route says of itself what callers may keep. */
    boolean kept() {
        return kept;
    }

    /** Whether callers may say what they want to change, with {@code If-Match}. */
    boolean conditional() {
        return conditional;
    }

    private Set<Type> through(List<RouteNode> steps, Set<Type> before, int depth) {
        Set<Type> body = before;
        for (RouteNode step : steps) {
            String eip = step.keys().iterator().next();
            body = after(eip, step.get(eip), body, depth);
        }
        return body;
    }

    private Set<Type> after(String eip, RouteNode step, Set<Type> body, int depth) {
        return switch (eip) {
            case "setBody" -> value(step.get("expression"), body);
            case "bean" -> returned(call(step, body), body);
            case "process" -> {
                read(beans.get(step.text("ref")));
                yield body;
            }
            case "setHeader", "setProperty", "setVariable" -> {
                header(step);
                value(step.get("expression"), body);
                yield body;
            }
            case "to" -> target(step.text("uri"), body, depth);
            case "enrich" -> enriched(step, body, depth);
            case "split" -> {
                value(step.get("expression"), body);
                through(step.get("steps").items(), ANYTHING, depth);
                yield merged(step, body);
            }
            case "filter" -> {
                value(step.get("expression"), body);
                yield either(body, branch(step.get("steps").items(), body, depth));
            }
            case "choice" -> choice(step, body, depth);
            case "unmarshal" -> body.equals(ASKED) ? body : ANYTHING;
            default -> body;
        };
    }

    private Set<Type> value(RouteNode expression, Set<Type> body) {
        if (expression.has("method")) {
            return returned(call(expression.get("method"), body), ANYTHING);
        }
        if (expression.has("constant")) {
            return expression.get("constant").text("expression").isEmpty() ? Set.of(Void.class) : Set.of(String.class);
        }
        return expression.get("simple").text("expression").equals("${body}") ? body : ANYTHING;
    }

    private List<Method> call(RouteNode call, Set<Type> body) {
        String text = call.text("method");
        conditional |= BeanCalls.arguments(text).contains("${exchangeProperty.ifMatch}");
        List<Method> methods = new BeanCalls(beans).methods(call.text("ref"), text);
        for (Method method : methods) {
            read(method.getAnnotation(Reads.class));
            if (body.equals(ASKED)) {
                take(method, BeanCalls.arguments(text).indexOf("${body}"));
            }
        }
        return methods;
    }

    private void take(Method method, int argument) {
        if (argument >= 0) {
            Takes declared = method.getAnnotation(Takes.class);
            Class<?> type = method.getParameterTypes()[argument];
            takes = declared != null ? declared.value() : type.isRecord() ? type : Object.class;
        }
    }

    private static Set<Type> returned(List<Method> methods, Set<Type> otherwise) {
        Set<Type> types = new HashSet<>();
        for (Method method : methods) {
            if (method.getReturnType() == void.class) {
                types.addAll(otherwise);
            } else {
                Gives given = method.getAnnotation(Gives.class);
                types.add(given == null ? method.getGenericReturnType() : given.value());
            }
        }
        return types.isEmpty() ? ANYTHING : types;
    }

    private void header(RouteNode step) {
        String constant = step.get("expression").get("constant").text("expression");
        kept |= step.text("name").equals("Cache-Control") && !constant.equals("no-store");
        if (step.text("name").equals("CamelHttpResponseCode")) {
            status = constant.matches("2\\d\\d") ? Integer.parseInt(constant) : status;
        }
    }

    private Set<Type> target(String uri, Set<Type> body, int depth) {
        List<RouteNode> steps = directs.get(uri);
        return steps == null || depth == DEPTH ? ANYTHING : through(steps, body, depth + 1);
    }

    private Set<Type> enriched(RouteNode step, Set<Type> body, int depth) {
        Set<Type> found = target(step.get("expression").get("constant").text("expression"), body, depth);
        return step.has("aggregationStrategy") ? merged(step, body) : found;
    }

    /** What an aggregation strategy makes is known to nobody but itself. */
    private Set<Type> merged(RouteNode step, Set<Type> body) {
        if (!step.has("aggregationStrategy")) {
            return body;
        }
        read(beans.get(step.text("aggregationStrategy").substring(1)));
        return ANYTHING;
    }

    private Set<Type> choice(RouteNode step, Set<Type> body, int depth) {
        Set<Type> all = step.has("otherwise")
                ? branch(step.get("otherwise").get("steps").items(), body, depth)
                : body;
        for (RouteNode when : step.get("when").items()) {
            value(when.get("expression"), body);
            all = either(all, branch(when.get("steps").items(), body, depth));
        }
        return all;
    }

    /** Nothing when the branch ends in a refusal. */
    private Set<Type> branch(List<RouteNode> steps, Set<Type> body, int depth) {
        Set<Type> after = through(steps, body, depth);
        return !steps.isEmpty() && steps.getLast().has("throwException") ? Set.of() : after;
    }

    private static Set<Type> either(Set<Type> one, Set<Type> other) {
        Set<Type> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    private void read(@Nullable Object bean) {
        if (bean != null) {
            read(bean.getClass().getAnnotation(Reads.class));
        }
    }

    private void read(@Nullable Reads reads) {
        for (Class<?> declaring : reads == null ? new Class<?>[0] : reads.value()) {
            if (!declaringSeen.add(declaring)) {
                continue;
            }
            for (Method method : declaring.getDeclaredMethods()) {
                read(method.getAnnotation(Reads.class));
            }
            for (Field field : declaring.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && Parameter.class.isAssignableFrom(field.getType())) {
                    parameters.add(declared(field));
                }
            }
        }
    }

    private static Parameter declared(Field field) {
        try {
            field.setAccessible(true);
            return (Parameter) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
