/** What KubeLens promises in figures, measured on real servers (docs/performance.md). */
@NullMarked
package io.kubelens.bench;

import org.jspecify.annotations.NullMarked;
