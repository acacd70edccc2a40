package io.kubelens.architecture.bad.http;

import org.apache.camel.Exchange;

/** The edge may import Camel. */
public final class Allowed {
    public String id(Exchange exchange) {
        return exchange.getExchangeId();
    }
}
