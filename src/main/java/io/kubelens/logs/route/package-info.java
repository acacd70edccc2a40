/** What the log engine offers to routes: the merging of several pods' logs after a split. */
@NullMarked
package io.kubelens.logs.route;

import org.jspecify.annotations.NullMarked;
