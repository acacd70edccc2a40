/** The edge: the HTTP engine behind platform-http, the gate, error answers, route rules and generations. */
@NullMarked
package io.kubelens.http;

import org.jspecify.annotations.NullMarked;
