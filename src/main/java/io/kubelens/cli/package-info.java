/** The command line: one picocli class per command. */
@NullMarked
package io.kubelens.cli;

import org.jspecify.annotations.NullMarked;
