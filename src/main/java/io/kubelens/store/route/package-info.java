/** What a store offers to Camel besides its routes. */
@NullMarked
package io.kubelens.store.route;

import org.jspecify.annotations.NullMarked;
