package io.kubelens.architecture.bad;

/** Nobody below may know the root. */
public final class Wiring {
    private Wiring() {}
}
