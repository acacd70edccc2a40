package io.kubelens.architecture.bad.logs;

import io.kubelens.architecture.bad.access.Minter;

/** Imports another feature, which imports it back, and has a name that says nothing. */
public final class LogManager {
    public Minter minter() {
        return new Minter(this);
    }
}
