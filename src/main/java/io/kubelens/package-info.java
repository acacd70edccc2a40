/** Where everything is made: {@link io.kubelens.KubeLens} creates each object once and names it for the routes. */
@NullMarked
package io.kubelens;

import org.jspecify.annotations.NullMarked;
