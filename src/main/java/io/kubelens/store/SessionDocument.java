package io.kubelens.store;

import java.time.Instant;

/**
 * What a user's browser keeps here.
 *
 * @param json one JSON object
 * @param etag changes whenever it is written; without quotes
 */
public record SessionDocument(String json, String etag, Instant updatedAt) {}
