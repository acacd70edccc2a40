package io.kubelens.retention.route;

import io.kubelens.retention.PodSummary;
import io.kubelens.retention.RunSummary;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/** Makes a pod's summary of those of its runs. What it keeps has a body and nothing else, so that it can go to Redis. */
public final class SummarizePods implements AggregationStrategy {
    @Override
    public Exchange aggregate(@Nullable Exchange collected, Exchange next) {
        RunSummary run = next.getMessage().getBody(RunSummary.class);
        List<RunSummary> runs = new ArrayList<>();
        if (collected != null) {
            runs.addAll(collected.getMessage().getBody(PodSummary.class).runs());
        }
        runs.add(run);
        Exchange pod = collected == null ? new DefaultExchange(next.getContext()) : collected;
        pod.getMessage().setBody(new PodSummary(run.namespace(), run.podName(), run.uid(), runs));
        return pod;
    }
}
