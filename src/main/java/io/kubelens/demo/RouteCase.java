package io.kubelens.demo;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and the answer that is right, as a YAML file says it.
 *
 * @param file how messages call it
 * @param cluster Kubernetes objects that are there while the case is played
 * @param logs what containers of those objects have said
 */
public record RouteCase(String file, Request request, List<ObjectNode> cluster, List<Log> logs, Expect expect) {
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /**
     * What is asked.
     *
     * @param path with the query, as it goes over the wire
     * @param as a user of the demo, or empty for nobody
     * @param claims of the user's token, in place of the usual ones; null takes one away
     * @param token the text after {@code Bearer}, or empty; not together with {@code as}
     * @param login whose fresh code stands for {@code @CODE@} in the body; null when nobody has logged in
     */
    public record Request(
            String method,
            String path,
            String as,
            Map<String, @Nullable Object> claims,
            String token,
            Map<String, String> headers,
            String body,
            @Nullable Login login) {}

    /** A user who has just logged in, where that returns to, and the verifier of PKCE, or empty. */
    public record Login(String as, String redirectUri, String codeVerifier) {}

    /** The lines of one container. */
    public record Log(String namespace, String pod, String container, String text) {}

    /**
     * What the answer must be. A text is meant as it is, {@code "*"} is anything, {@code "~..."} a regular expression
     * for all of it.
     *
     * @param json what the answer must hold: of objects the named members, of lists every member
     * @param absent members that must not be there: names, or JSON pointers
     * @param events of a stream, in order; heartbeat, stats and status count only when named. Null when not said
     * @param ends whether the stream must end cleanly after the last of them; else the client leaves
     * @param text the whole body, or null
     */
    public record Expect(
            int status,
            @Nullable JsonNode json,
            List<String> absent,
            Map<String, String> headers,
            @Nullable List<Event> events,
            boolean ends,
            @Nullable String text) {}

    /** An event by name, and what its data must hold. */
    public record Event(String event, JsonNode data, List<String> absent) {}

    /**
     * Reads a case.
     *
     * @throws IllegalArgumentException when it is not one; the message is {@code FILE: key} and what is wrong
     */
    public static RouteCase read(Path file) throws IOException {
        String name = file.toString();
        JsonNode tree;
        try {
            tree = YAML.readTree(file.toFile());
        } catch (JacksonException e) {
            throw new IllegalArgumentException(name + ": is not YAML: " + e.getOriginalMessage(), e);
        }
        return of(name, new CaseTree(name, "", tree));
    }

    private static RouteCase of(String file, CaseTree tree) {
        Request request = request(tree.tree("request"));
        List<ObjectNode> cluster = cluster(tree);
        List<Log> logs = logs(tree, cluster);
        Expect expect = expect(tree.tree("expect"));
        tree.done();
        return new RouteCase(file, request, cluster, logs, expect);
    }

    private static Request request(CaseTree tree) {
        Map<String, @Nullable Object> claims = YAML.convertValue(tree.map("claims"), new TypeReference<>() {});
        JsonNode body = tree.any("body");
        Request request = new Request(
                tree.required("method"),
                tree.required("path"),
                tree.text("as"),
                claims,
                tree.text("token"),
                tree.textMap("headers"),
                body == null ? "" : body.isValueNode() ? body.asText() : body.toString(),
                tree.any("login") == null ? null : login(tree.tree("login")));
        tree.done();
        if (!request.as().isEmpty() && DemoUser.named(request.as()).isEmpty()) {
            throw tree.refused("request.as", "is no user of the demo; use developer, admin or outsider");
        }
        if (!request.as().isEmpty() && !request.token().isEmpty()) {
            throw tree.refused("request.token", "and request.as exclude each other");
        }
        if (request.as().isEmpty() && !claims.isEmpty()) {
            throw tree.refused("request.claims", "need request.as");
        }
        return request;
    }

    private static Login login(CaseTree tree) {
        Login login = new Login(tree.required("as"), tree.required("redirect_uri"), tree.text("code_verifier"));
        tree.done();
        if (DemoUser.named(login.as()).isEmpty()) {
            throw tree.refused("request.login.as", "is no user of the demo; use developer, admin or outsider");
        }
        return login;
    }

    private static List<ObjectNode> cluster(CaseTree tree) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode member : tree.list("cluster")) {
            if (!(member instanceof ObjectNode object)
                    || !object.hasNonNull("kind")
                    || !object.at("/metadata/name").isTextual()) {
                throw tree.refused("cluster[" + objects.size() + "]", "is no object with kind and metadata.name");
            }
            objects.add(object);
        }
        return objects;
    }

    private static List<Log> logs(CaseTree tree, List<ObjectNode> cluster) {
        List<Log> logs = new ArrayList<>();
        tree.textMap("logs").forEach((key, text) -> {
            String[] names = key.split("/", -1);
            String namespace = cluster.stream()
                    .filter(object -> names.length == 2
                            && object.path("kind").asText().equals("Pod")
                            && object.at("/metadata/name").asText().equals(names[0]))
                    .map(pod -> pod.at("/metadata/namespace").asText())
                    .findFirst()
                    .orElseThrow(() -> tree.refused("logs." + key, "is not pod/container of a Pod in cluster"));
            logs.add(new Log(namespace, names[0], names[1], text));
        });
        return logs;
    }

    private static Expect expect(CaseTree tree) {
        JsonNode text = tree.any("text");
        List<Event> events = tree.any("events") == null
                ? null
                : tree.trees("events").stream().map(RouteCase::event).toList();
        Expect expect = new Expect(
                tree.status("status"),
                tree.any("json"),
                tree.texts("absent"),
                tree.textMap("headers"),
                events,
                tree.flag("ends"),
                text == null ? null : text.asText());
        tree.done();
        if (events != null && events.isEmpty() && !expect.ends()) {
            throw tree.refused("expect.events", "is empty, so it would hold always; add ends: true");
        }
        if (events == null && expect.ends()) {
            throw tree.refused("expect.ends", "needs expect.events");
        }
        int bodies = (expect.json() != null || !expect.absent().isEmpty() ? 1 : 0)
                + (events != null ? 1 : 0)
                + (text != null ? 1 : 0);
        if (bodies > 1) {
            throw tree.refused("expect", "says more than one of json, events and text");
        }
        return expect;
    }

    private static Event event(CaseTree tree) {
        JsonNode data = tree.any("data");
        Event event = new Event(tree.required("event"), data == null ? Json.object() : data, tree.texts("absent"));
        tree.done();
        return event;
    }
}
