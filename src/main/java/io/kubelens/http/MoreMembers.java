package io.kubelens.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * For {@code enrich}: the answer so far, a JSON object, with the members of what came back behind its own, which win.
 * When nothing came back the answer stays as it was.
 */
public final class MoreMembers implements AggregationStrategy {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public Exchange aggregate(Exchange answer, @Nullable Exchange more) {
        if (more == null) {
            return answer;
        }
        if (more.getException() != null) {
            answer.setException(more.getException());
            return answer;
        }
        Object members = more.getMessage().getBody();
        if (members != null) {
            Map<String, Object> all =
                    new LinkedHashMap<>(members(answer.getMessage().getBody()));
            members(members).forEach(all::putIfAbsent);
            answer.getMessage().setBody(all);
        }
        return answer;
    }

    private static Map<String, Object> members(Object body) {
        return MAPPER.convertValue(body, new TypeReference<>() {});
    }
}
