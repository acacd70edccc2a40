/** Edge: the description of the API, OpenAPI 3.1, made of what the routes and the records of their answers say. */
@NullMarked
package io.kubelens.openapi;

import org.jspecify.annotations.NullMarked;
