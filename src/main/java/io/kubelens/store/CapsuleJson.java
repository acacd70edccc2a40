package io.kubelens.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Capsules as text, for stores that keep text. Another version's additions are ignored: replicas are updated one by one. */
final class CapsuleJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CapsuleJson() {}

    static String write(Capsule capsule) {
        try {
            return JSON.writeValueAsString(capsule);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("capsule " + capsule.key() + " cannot be written", e);
        }
    }

    static Capsule read(String text) {
        try {
            return JSON.readValue(text, Capsule.class);
        } catch (JsonProcessingException e) {
            throw new StoreUnavailable("the store has a damaged capsule", e);
        }
    }
}
