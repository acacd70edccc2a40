/** An embedded cluster and issuer for the demo and the tests; never in the product jar, imported by nobody. */
@NullMarked
package io.kubelens.demo;

import org.jspecify.annotations.NullMarked;
