package io.kubelens.architecture.bad.service;

/** In a package that is no domain word and has no package-info.java. */
public final class Thing {}
