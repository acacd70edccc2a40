/** What retention offers to routes: {@code from: pod-events}. */
@NullMarked
package io.kubelens.retention.route;

import org.jspecify.annotations.NullMarked;
