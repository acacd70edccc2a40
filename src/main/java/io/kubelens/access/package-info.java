/** Who is calling and what they may see: tokens, groups, namespace and label policy. */
@NullMarked
package io.kubelens.access;

import org.jspecify.annotations.NullMarked;
