package io.kubelens.request;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which query parameters are read here: those that the named classes declare as static fields, and those that methods of
 * theirs read. On what routes call; a test holds that it is neither more nor less than what is read.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Reads {
    Class<?>[] value();
}
