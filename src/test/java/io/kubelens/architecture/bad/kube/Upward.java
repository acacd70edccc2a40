package io.kubelens.architecture.bad.kube;

import io.kubelens.architecture.bad.access.Minter;

/** The kernel reaches for a feature. */
public final class Upward {
    public int of(Minter minter) {
        return minter.hashCode();
    }
}
