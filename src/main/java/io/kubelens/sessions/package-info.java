/** What a user's browser keeps here: views, filters, a theme. */
@NullMarked
package io.kubelens.sessions;

import org.jspecify.annotations.NullMarked;
