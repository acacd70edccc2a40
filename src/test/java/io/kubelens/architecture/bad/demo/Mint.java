package io.kubelens.architecture.bad.demo;

/** Stands for what can mint a token. */
public final class Mint {
    public String mint() {
        return "token";
    }
}
