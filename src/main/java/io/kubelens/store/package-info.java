/**
 * What outlives a pod and a browser tab: capsules of terminated containers' logs, users' sessions, and the servers that
 * keep them. RATIONALE.md has the contract of the {@code direct:} routes in {@code routes/store/}.
 */
@NullMarked
package io.kubelens.store;

import org.jspecify.annotations.NullMarked;
