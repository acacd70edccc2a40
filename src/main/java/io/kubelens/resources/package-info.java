/** Pods and apps as users look at them, kept by informers. */
@NullMarked
package io.kubelens.resources;

import org.jspecify.annotations.NullMarked;
