package io.kubelens.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * What is known of a session's document, for the description of the API. All other members are kept as they come.
 *
 * @param version always 1; what a caller sends is not looked at
 * @param updatedAt when it was kept; absent while nothing is
 * @param theme empty, {@code light} or {@code dark}
 */
record Session(
        @JsonInclude(Include.NON_DEFAULT) int version,
        @JsonProperty("updated_at") @JsonInclude(Include.NON_NULL) Instant updatedAt,
        @JsonInclude(Include.NON_NULL) String theme) {}
