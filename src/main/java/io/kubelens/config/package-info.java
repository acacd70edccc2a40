/** What the product does: config.yaml as one tree of records, checked before anything starts. */
@NullMarked
package io.kubelens.config;

import org.jspecify.annotations.NullMarked;
