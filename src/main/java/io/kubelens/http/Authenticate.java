package io.kubelens.http;

import io.kubelens.access.Principal;
import io.kubelens.access.TokenVerifier;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The first step of every protected route, {@code process: {ref: authenticate}}: the token is validated, then the
 * request's names and parameters are, and only then do they become visible to the steps that follow.
 */
public final class Authenticate implements Processor {
    private final TokenVerifier verifier;

    public Authenticate(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public void process(Exchange exchange) {
        Request request = RouteConsumer.request(exchange);
        Principal principal = request.authorization(verifier::verify);
        request.authenticated(principal);
        exchange.setProperty("principal", principal);
        RouteConsumer.expose(request, exchange);
    }
}
