package io.kubelens.logs.route;

import io.kubelens.kube.KubeApp;
import io.kubelens.logs.EventStream;
import io.kubelens.logs.Logs;
import io.kubelens.logs.PodLog;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes one stream of the logs that a split over an app's pods has chosen. The split's input holds the app; the request
 * is in the exchange properties {@code query}, {@code lastEventId} and {@code mediaType}, of which the last two
 * may be absent.
 */
@Reads(Logs.class)
public final class MergeLogs implements AggregationStrategy {
    private final Logs logs;

    public MergeLogs(Logs logs) {
        this.logs = logs;
    }

    @Override
    public Exchange aggregate(@Nullable Exchange collected, Exchange next) {
        if (next.getException() != null) {
            return next;
        }
        PodLog log = next.getMessage().getBody(PodLog.class);
        if (log == null) {
            throw new IllegalStateException("the steps of the split did not open a log");
        }
        Chosen chosen = collected == null ? new Chosen(new ArrayList<>()) : chosen(collected);
        chosen.logs().add(log);
        next.getMessage().setBody(chosen);
        return next;
    }

    /**
     * Sets the stream as the answer. An app without pods is split into nothing: Camel then has no exchange but the
     * input. What is thrown here would leave the caller waiting for ever, so a refusal is set on the exchange.
     */
    @Override
    public void onCompletion(@Nullable Exchange collected, Exchange input) {
        Exchange answer = collected == null ? input : collected;
        if (answer.getException() != null || input.getException() != null) {
            return;
        }
        try {
            List<PodLog> all = collected == null ? List.of() : chosen(collected).logs();
            answer.getMessage().setBody(merge(all, input));
        } catch (RuntimeException refusal) {
            answer.setException(refusal);
            input.setException(refusal);
        }
    }

    private EventStream merge(List<PodLog> all, Exchange input) {
        KubeApp app = input.getIn().getBody(KubeApp.class);
        if (app == null) {
            throw new IllegalStateException("the split's input is not an app");
        }
        Query query = input.getProperty("query", Query.NONE, Query.class);
        String lastEventId = input.getProperty("lastEventId", String.class);
        String mediaType = input.getProperty("mediaType", String.class);
        return logs.merge(app, all, query, lastEventId, mediaType);
    }

    private static Chosen chosen(Exchange collected) {
        return collected.getMessage().getBody(Chosen.class);
    }

    /** The logs so far; one split works on it from one thread at a time. */
    private record Chosen(List<PodLog> logs) {}
}
