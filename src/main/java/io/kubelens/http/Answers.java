package io.kubelens.http;

import io.kubelens.access.AccessDenied;
import io.kubelens.access.InvalidToken;
import io.kubelens.kube.KubernetesUnavailable;
import io.kubelens.store.StoreUnavailable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every answer there is: what routes leave, refusals, and the server's own errors. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final OpenStreams open;
    private final RequestMeters meters;
    private final AuditTrail audit;
    private final Representations representations = new Representations();

    Answers(OpenStreams open, RequestMeters meters, AuditTrail audit) {
        this.open = open;
        this.meters = meters;
        this.audit = audit;
    }

    /** The answer to a failed route. A denial goes to the audit, what is unexpected to the log, once. */
    Answer refusal(Throwable failure, Request request) {
        Refusal refusal = Refusal.of(failure);
        remember(failure, request);
        if (refusal.status() == 500) {
            LOG.error("{} failed", request, failure);
        }
        if (refusal.denial()) {
            audit.tell(request, Occurrence.denied(refusal.error()));
        }
        return answer(refusal, request);
    }

    /** As this caller gets it. Takes its time: not for event loops. */
    Answer represent(Answer answer, Request request) {
        return representations.of(answer, request);
    }

    /** What only the log and the audit may know. */
    private static void remember(Throwable failure, Request request) {
        if (failure instanceof InvalidToken bad) {
            request.remark(bad.detail());
        } else if (failure instanceof AccessDenied denied) {
            request.known(denied.caller());
        } else if (StoreUnavailable.isBehind(failure)) {
            request.remark(StoreUnavailable.reason(failure));
        } else {
            KubernetesUnavailable.saidBy(failure).ifPresent(request::remark);
        }
    }

    private static Answer answer(Refusal refusal, Request request) {
        Map<String, String> headers = new HashMap<>(refusal.headers());
        headers.put("Content-Type", "application/json");
        return Answer.of(refusal.status(), headers, refusal.json(request.id()));
    }

    /** An answer of the server itself: the request never reached a route. */
    void error(RoutingContext context, Refusal refusal) {
        send(context, answer(refusal, Request.of(context)));
    }

    void error(RoutingContext context, RuntimeException failure) {
        error(context, Refusal.of(failure));
    }

    /** On the event loop of the request. An answer that cannot be written ends the connection: nobody waits for it. */
    void send(RoutingContext context, Answer answer) {
        try {
            write(context, answer);
        } catch (RuntimeException e) {
            LOG.error("{} could not be answered", Request.of(context), e);
            if (answer.stream() != null) {
                answer.stream().close();
            }
            StreamWriter.cut(context);
        }
    }

    private void write(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        Request request = Request.of(context);
        if (response.ended() || response.closed()) {
            if (answer.stream() != null) {
                answer.stream().close();
            }
            RequestLog.left(request);
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach((name, value) -> header(response, name, value));
        // Not every request gets as far as the router's first handler: OPTIONS *, for example.
        response.putHeader("X-Request-Id", request.id());
        response.putHeader("X-Content-Type-Options", "nosniff");
        meters.answered(request, answer.status());
        if (answer.stream() != null) {
            stream(context, answer, request);
            return;
        }
        if (!answer.headers().containsKey("Cache-Control")) {
            response.putHeader("Cache-Control", "no-store");
        }
        Buffer body = answer.body();
        if (body == null) {
            response.end();
        } else {
            response.end(body);
        }
        RequestLog.answered(request, answer.status());
    }

    /** An answer may already vary by something else. */
    private static void header(HttpServerResponse response, String name, String value) {
        if (name.equals("Vary")) {
            response.headers().add(name, value);
        } else {
            response.putHeader(name, value);
        }
    }

    private void stream(RoutingContext context, Answer answer, Request request) {
        var stream = Objects.requireNonNull(answer.stream());
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", stream.contentType());
        response.putHeader("Cache-Control", "no-cache");
        response.putHeader("X-Accel-Buffering", "no");
        var loop = Vertx.currentContext();
        audit.tell(request, Occurrence.allowed(""));
        Runnable onEnd = () -> {
            RequestLog.answered(request, answer.status());
            audit.tell(request, Occurrence.ended(stream.range()));
        };
        new StreamWriter(stream, context, loop, open, onEnd).start(request.principal());
    }
}
