package io.kubelens.store;

/**
 * That a run of a container is in the store: the answer of {@code direct:logs-store}.
 *
 * @param added false when another had stored it before, and what was brought now was dropped
 */
public record Receipt(CapsuleKey key, boolean added) {}
