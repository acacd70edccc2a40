/** The rules of the tree, and in {@code bad} one example of each thing they refuse. */
@NullMarked
package io.kubelens.architecture;

import org.jspecify.annotations.NullMarked;
