/** What inspections offer to routes: the gathering of what a split has read from Kubernetes. */
@NullMarked
package io.kubelens.resources.route;

import org.jspecify.annotations.NullMarked;
