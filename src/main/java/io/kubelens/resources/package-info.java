/** Pods and apps as users look at them: looked up in the cache, rendered as JSON. */
@NullMarked
package io.kubelens.resources;

import org.jspecify.annotations.NullMarked;
