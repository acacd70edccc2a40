/** What a caller asked, checked once: names, query parameters, and the refusal that every feature shares. */
@NullMarked
package io.kubelens.request;

import org.jspecify.annotations.NullMarked;
