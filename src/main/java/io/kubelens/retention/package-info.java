/** The logs of pods that are gone: captured when a container ends, and read as if the pod were still there. */
@NullMarked
package io.kubelens.retention;

import org.jspecify.annotations.NullMarked;
