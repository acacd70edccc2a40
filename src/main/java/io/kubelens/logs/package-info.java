/** The log engine: sources, lines, cursors, merge, frames; its entrance is Logs, its result an EventStream. */
@NullMarked
package io.kubelens.logs;

import org.jspecify.annotations.NullMarked;
