package io.kubelens.architecture.bad.openapi;

import io.kubelens.architecture.bad.http.Allowed;

/** Asks the engine, which is to tell by itself. */
record Describing(Allowed allowed) {}
