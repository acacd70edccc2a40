/** The edge: routes and a configuration that change while the gateway runs. They are seen, kept for a restart, counted and told of. */
@NullMarked
package io.kubelens.reload;

import org.jspecify.annotations.NullMarked;
