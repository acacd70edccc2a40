package io.kubelens.http;

import io.kubelens.access.Principal;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** One line per request: who (a digest), what, how it ended and how long it took. Probes are at DEBUG. */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("request");

    private RequestLog() {}

    /** Gives every log line of this thread the request's id, until {@link #leave}. */
    static void enter(Request request) {
        MDC.put("request_id", request.id());
    }

    static void leave() {
        MDC.remove("request_id");
    }

    static void answered(Request request, int status) {
        log(request, status);
    }

    /** The client was gone before there was an answer: 499, as proxies log it. */
    static void left(Request request) {
        log(request, 499);
    }

    private static void log(Request request, int status) {
        boolean probe = request.path().equals("/healthz") || request.path().equals("/readyz");
        Principal caller = request.caller();
        LoggingEventBuilder line = (probe ? LOG.atDebug() : LOG.atInfo())
                .addKeyValue("status", status)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(request.elapsedNanos()))
                .addKeyValue("route", request.route())
                .addKeyValue("user", caller == null ? "-" : caller.digest())
                .addKeyValue("request_id", request.id());
        if (!request.remark().isEmpty()) {
            line = line.addKeyValue("remark", request.remark());
        }
        line.log("{} {}", request.method(), request.path());
    }
}
