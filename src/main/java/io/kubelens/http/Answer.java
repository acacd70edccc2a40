package io.kubelens.http;

import io.kubelens.logs.EventStream;
import io.kubelens.resources.RenderedList;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a route leaves behind, ready to be written: status, the few headers that a route may set, and a body of bytes
 * or an event stream.
 *
 * @param forms of the body, where {@link Representations} has not chosen one of them yet
 * @param failure what went wrong on our side, to be logged once; null when nothing did
 */
record Answer(
        int status,
        Map<String, String> headers,
        @Nullable Buffer body,
        @Nullable Forms forms,
        @Nullable EventStream stream,
        @Nullable Throwable failure) {
    private static final List<String> FROM_ROUTES = List.of(
            "Content-Type", "Cache-Control", "ETag", "Last-Modified", "Retry-After", "Content-Disposition", "Location");

    static Answer of(int status, Map<String, String> headers, Buffer body) {
        return new Answer(status, headers, body, null, null, null);
    }

    /**
     * Headers named like a path parameter are the caller's text, so they are no answer headers. What may hold values of
     * Secrets is kept by nobody, whatever the route says of it.
     */
    static Answer from(Exchange exchange, Set<String> pathParameters) {
        Message message = exchange.getMessage();
        Map<String, String> headers = headers(exchange, pathParameters);
        Object body = message.getBody();
        if (body instanceof EventStream stream) {
            return new Answer(status(message, 200), headers, null, null, stream, null);
        }
        if (body == null) {
            return new Answer(status(message, 204), headers, null, null, null, null);
        }
        return new Answer(status(message, 200), headers, null, forms(exchange, body, headers), null, null);
    }

    private static Forms forms(Exchange exchange, Object body, Map<String, String> headers) {
        if (body instanceof RenderedList<?> list) {
            headers.put("Content-Type", "application/json");
            return new Forms.Listed(list);
        }
        return new Forms.Single(bytes(exchange, body));
    }

    private static byte[] bytes(Exchange exchange, Object body) {
        byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            throw new IllegalStateException("the route left a "
                    + body.getClass().getSimpleName() + " as its answer; end it with `marshal: {json: {}}`");
        }
        return bytes;
    }

    private static Map<String, String> headers(Exchange exchange, Set<String> pathParameters) {
        Message message = exchange.getMessage();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : FROM_ROUTES) {
            boolean callers = pathParameters.stream()
                    .anyMatch(p -> p.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
            String value = callers ? null : message.getHeader(name, String.class);
            if (value != null) {
                headers.put(name, value);
            }
        }
        if (RevealRules.hasRead(exchange)) {
            headers.keySet().removeAll(Set.of("ETag", "Last-Modified"));
            headers.put("Cache-Control", "no-store");
        }
        return headers;
    }

    private static int status(Message message, int otherwise) {
        return message.getHeader(Exchange.HTTP_RESPONSE_CODE, otherwise, Integer.class);
    }
}
