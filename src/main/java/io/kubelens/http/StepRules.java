package io.kubelens.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Processor;
import org.apache.camel.spi.AggregationRepository;

/** Which steps a route may take, in canonical form, and whether what they refer to exists. */
final class StepRules {
    /** The members each step may have; a step that is not here is not allowed. */
    private static final Map<String, Set<String>> STEPS = Map.ofEntries(
            Map.entry("process", Set.of("ref")),
            Map.entry("bean", Set.of("ref", "method")),
            Map.entry("filter", Set.of("expression", "steps")),
            Map.entry("enrich", Set.of("expression", "aggregationStrategy")),
            Map.entry(
                    "split",
                    Set.of(
                            "expression",
                            "aggregationStrategy",
                            "stopOnException",
                            "parallelProcessing",
                            "synchronous",
                            "timeout",
                            "steps")),
            Map.entry(
                    "aggregate",
                    Set.of(
                            "correlationExpression",
                            "aggregationStrategy",
                            "aggregationRepository",
                            "completionTimeout",
                            "forceCompletionOnStop",
                            "steps")),
            Map.entry("to", Set.of("uri", "parameters", "variableReceive")),
            Map.entry("wireTap", Set.of("uri", "copy")),
            Map.entry("setBody", Set.of("expression")),
            Map.entry("setHeader", Set.of("name", "expression")),
            Map.entry("setProperty", Set.of("name", "expression")),
            Map.entry("setVariable", Set.of("name", "expression")),
            Map.entry("removeHeader", Set.of("name")),
            Map.entry("marshal", Set.of("json")),
            Map.entry("unmarshal", Set.of("json")),
            Map.entry("choice", Set.of("when", "otherwise")),
            Map.entry("throwException", Set.of("exceptionType", "message")),
            Map.entry("log", Set.of("message", "loggingLevel", "logName")));

    /** What the gate has checked stays as it is. In lower case: to Camel, headers are the same in any case. */
    private static final Set<String> RESERVED =
            Set.of("ns", "name", "request", "principal", "query", "mediatype", "lasteventid", "ifmatch", "occurrence");

    /** Camel takes functions in a name, and a prefix in a variable's. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    /** One kind each. Not custom resources, whose headers can name any kind, Secrets included. */
    private static final Pattern KUBERNETES =
            Pattern.compile("kubernetes-(config-maps|events|namespaces|pods|secrets):[A-Za-z0-9._-]+");

    private static final Set<String> KUBERNETES_KEYS = Set.of("operation", "kubernetesClient", "namespace");
    private static final Pattern MILLISECONDS = Pattern.compile("[1-9][0-9]{0,5}");

    /** By the kind of {@link #KUBERNETES}; Camel finds an operation that it does not know only when it is asked for it. */
    private static final Map<String, String> KINDS = Map.of(
            "config-maps",
            "ConfigMap",
            "events",
            "Event",
            "namespaces",
            "Namespace",
            "pods",
            "Pod",
            "secrets",
            "Secret");

    private final RouteRules.Report report;
    private final Map<String, Object> beans;
    private final ExpressionRules expressions;
    private final ComponentRules components;
    private final List<RouteNode> targets = new ArrayList<>();

    StepRules(RouteRules.Report report, Map<String, Object> beans) {
        this.report = report;
        this.beans = beans;
        this.expressions = new ExpressionRules(report, new BeanCalls(beans));
        this.components = new ComponentRules(report, beans);
    }

    void check(List<RouteNode> steps) {
        check(steps, new Place(0, false));
    }

    /**
     * Where a step stands.
     *
     * @param choices how many are around it
     * @param revealing whether it is within the one step that may read Secrets
     */
    private record Place(int choices, boolean revealing) {
        Place inChoice() {
            return new Place(choices + 1, revealing);
        }

        Place in(RouteNode step) {
            return new Place(choices, revealing || RevealRules.isReveal(step));
        }
    }

    private void check(List<RouteNode> steps, Place place) {
        steps.forEach(step -> step(step, place));
    }

    private void step(RouteNode step, Place place) {
        if (step.members().size() != 1) {
            report.add(step, "a step is an object with one key; write one such as '- to:' and its members below");
            return;
        }
        String eip = step.keys().iterator().next();
        RouteNode body = step.get(eip);
        Set<String> allowed = STEPS.get(eip);
        if (allowed == null) {
            report.add(
                    step,
                    "the step '" + eip + "' is not allowed in routes; use one of "
                            + String.join(", ", STEPS.keySet().stream().sorted().toList()));
            return;
        }
        if (!body.isMap()) {
            report.add(step, "'" + eip + "' must be an object; write its members out");
            return;
        }
        report.onlyKeys(body, allowed);
        expressions.check(eip, step, body);
        refers(eip, step, body);
        if (RevealRules.isSecrets(body.text("uri")) && !place.revealing()) {
            report.add(step, "Secrets are read only as routes/lens/secrets.yaml does; use direct:secrets");
        }
        if (eip.equals("choice")) {
            choice(step, body, place);
        } else {
            check(body.get("steps").items(), place.in(step));
        }
    }

    private void choice(RouteNode step, RouteNode body, Place place) {
        if (place.choices() > 0) {
            report.add(step, "a choice within a choice is not allowed; decide in Java");
            return;
        }
        for (RouteNode branch : body.get("when").items()) {
            report.onlyKeys(branch, Set.of("expression", "steps"));
            expressions.check("filter", branch, branch);
            check(branch.get("steps").items(), place.inChoice());
        }
        RouteNode otherwise = body.get("otherwise");
        report.onlyKeys(otherwise, Set.of("steps"));
        check(otherwise.get("steps").items(), place.inChoice());
    }

    private void refers(String eip, RouteNode step, RouteNode body) {
        switch (eip) {
            case "process" -> bean(step, body.text("ref"), Processor.class);
            case "enrich" -> strategy(step, body);
            case "aggregate" -> aggregation(step, body);
            case "split" -> {
                strategy(step, body);
                if (body.has("timeout")
                        && !MILLISECONDS.matcher(body.text("timeout")).matches()) {
                    report.add(step, "timeout must be milliseconds; write some such as \"3000\"");
                }
            }
            case "to", "wireTap" -> {
                target(step, body);
                if (body.has("variableReceive")) {
                    name(step, body.text("variableReceive"));
                }
            }
            case "throwException" -> exception(step, body.text("exceptionType"));
            case "setHeader", "setProperty", "removeHeader", "setVariable" -> name(step, body.text("name"));
            case "marshal", "unmarshal" -> {
                RouteNode json = body.get("json");
                if (!json.isMap() || !json.keys().isEmpty()) {
                    report.add(step, "'" + eip + "' takes JSON without options; write '" + eip + ": {json: {}}'");
                }
            }
            default -> {}
        }
        if (eip.equals("enrich")) {
            RouteNode constant = body.get("expression").get("constant");
            if (!constant.text("expression").startsWith("direct:")) {
                report.add(step, "enrich takes nothing but another route; write a constant 'direct:NAME'");
            } else {
                targets.add(new RouteNode(constant.line(), constant.text("expression")));
            }
        }
    }

    private void name(RouteNode step, String name) {
        if (!NAME.matcher(name).matches()) {
            report.add(step, "name must be literal; write letters, digits and dashes");
        } else if (RESERVED.contains(name.toLowerCase(Locale.ROOT))
                || (isForeign(name) && !components.takesHeader(name))) {
            report.add(step, "'" + name + "' is not for routes to set; choose another name");
        }
    }

    /** Camel's own headers steer components; two kinds are for routes, but not the one that overrides an operation. */
    private static boolean isForeign(String name) {
        return name.regionMatches(true, 0, "Camel", 0, 5)
                && !name.equals("CamelHttpResponseCode")
                && !(name.startsWith("CamelKubernetes") && !name.equalsIgnoreCase("CamelKubernetesOperation"));
    }

    private void bean(RouteNode at, String name, Class<?> type) {
        Object bean = beans.get(name);
        if (bean == null) {
            report.add(
                    at,
                    "no bean is named '" + name + "'; use one of "
                            + String.join(", ", beans.keySet().stream().sorted().toList()));
        } else if (!type.isInstance(bean)) {
            report.add(at, "the bean '" + name + "' is no " + type.getSimpleName() + "; use one that is");
        }
    }

    private void strategy(RouteNode at, RouteNode body) {
        if (!body.has("aggregationStrategy")) {
            return;
        }
        String ref = body.text("aggregationStrategy");
        if (ref.startsWith("#") && !ref.contains(":")) {
            bean(at, ref.substring(1), AggregationStrategy.class);
        } else {
            report.add(at, "aggregationStrategy is no reference to a bean; write '#NAME'");
        }
    }

    private void aggregation(RouteNode step, RouteNode body) {
        strategy(step, body);
        String repository = body.text("aggregationRepository");
        if (!body.has("aggregationStrategy") || !repository.startsWith("#")) {
            report.add(step, "aggregate needs aggregationStrategy and aggregationRepository, '#NAME' of a bean each");
        } else {
            bean(step, repository.substring(1), AggregationRepository.class);
        }
        if (!MILLISECONDS.matcher(body.text("completionTimeout")).matches()
                || !body.text("forceCompletionOnStop").equals("true")) {
            report.add(step, "aggregate needs completionTimeout, in milliseconds, and forceCompletionOnStop: true");
        }
    }

    private void target(RouteNode step, RouteNode body) {
        String uri = body.text("uri");
        Matcher kubernetes = KUBERNETES.matcher(uri);
        if (uri.startsWith("direct:")) {
            targets.add(new RouteNode(step.line(), uri));
            report.noMember(body, "parameters");
        } else if (kubernetes.matches()) {
            RouteNode parameters = body.get("parameters");
            report.onlyKeys(parameters, KUBERNETES_KEYS);
            Set<String> reads = reads(kubernetes.group(1));
            if (!reads.contains(parameters.text("operation"))) {
                report.add(
                        step,
                        "the operation must be a literal that reads this kind, since this pack never writes; write one"
                                + " of "
                                + String.join(", ", reads.stream().sorted().toList()));
            }
            if (!parameters.text("kubernetesClient").equals("#k8s")) {
                report.add(step, "a kubernetes endpoint needs the guarded client; write kubernetesClient: \"#k8s\"");
            }
        } else if (uri.equals("sql")) {
            new SqlRules(report, beans).check(step, body.get("parameters"));
        } else if (!components.check(step, uri, body.get("parameters"))) {
            report.add(
                    step,
                    "'" + uri + "' is not a target for routes; use direct:NAME or kubernetes-KIND:NAME with"
                            + " config-maps, events, namespaces or pods" + components.fix(uri));
        }
    }

    private static Set<String> reads(String kind) {
        String one = KINDS.getOrDefault(kind, "");
        return Set.of("list" + one + "s", "list" + one + "sByLabels", "get" + one);
    }

    private void exception(RouteNode at, String type) {
        if (!type.startsWith("io.kubelens.") || !BeanCalls.isException(type)) {
            report.add(at, "'" + type + "' is no exception for routes; use a public one of io.kubelens");
        }
    }

    /** Once all routes are known: every direct: target must exist. */
    void checkTargets(Set<String> directs) {
        for (RouteNode target : targets) {
            if (!directs.contains(target.text())) {
                report.add(
                        target,
                        "no route has from: " + target.text() + "; use one of "
                                + String.join(", ", directs.stream().sorted().toList()));
            }
        }
    }
}
