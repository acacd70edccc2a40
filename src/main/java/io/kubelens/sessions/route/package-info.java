/** Sessions as steps of a route. */
@NullMarked
package io.kubelens.sessions.route;

import org.jspecify.annotations.NullMarked;
