/** The product as it is shipped: launcher, jars, image. */
@NullMarked
package io.kubelens.packaged;

import org.jspecify.annotations.NullMarked;
