package io.kubelens.access;

import io.kubelens.request.BadRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange per code: who asks the same at the same time waits for it, who asks again within 30 s gets its answer.
 * (React's strict mode and impatient users do both, and Keycloak takes a code once.) Only a failure of ours is
 * forgotten at once, because asking again may help. Thread-safe.
 */
final class CodeFlights {
    /** How many codes are known at most; an attacker's refused ones make room first. */
    static final int MOST = 1000;

    private static final long KEPT = Duration.ofSeconds(30).toNanos();

    private final LongSupplier nanoTime;
    /** By code, oldest first; guarded by this. */
    private final Map<String, Flight> flights = new LinkedHashMap<>();

    /** Its state is guarded by the map's lock, its answer by itself. */
    private static final class Flight {
        private final TokenRequest request;
        private final CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        private boolean landed;
        private boolean refused;
        private long landedAt;

        Flight(TokenRequest request) {
            this.request = request;
        }
    }

    /** {@code nanoTime} is as {@link System#nanoTime}. */
    CodeFlights(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The answer of {@code exchange}, or of the one that was made for the same request.
     *
     * @throws BadRequest if the code was sent with another redirect_uri or code_verifier before, which has used it up
     * @throws TooManyLogins if too many exchanges are under way
     */
    AccessToken share(TokenRequest request, Supplier<AccessToken> exchange) {
        Flight own = new Flight(request);
        Flight flight = join(own);
        if (!flight.request.equals(request)) {
            throw new BadRequest(CodeGrant.REFUSED);
        }
        if (flight == own) {
            fly(own, exchange);
        }
        return await(flight.answer);
    }

    private synchronized Flight join(Flight own) {
        long now = nanoTime.getAsLong();
        flights.values().removeIf(flight -> flight.landed && now - flight.landedAt >= KEPT);
        String code = own.request.code();
        Flight known = flights.get(code);
        if (known != null) {
            return known;
        }
        if (flights.size() == MOST && !forgetOne(true) && !forgetOne(false)) {
            throw new TooManyLogins("too many logins at once; try again later");
        }
        flights.put(code, own);
        return own;
    }

    private boolean forgetOne(boolean refused) {
        for (Iterator<Flight> each = flights.values().iterator(); each.hasNext(); ) {
            Flight flight = each.next();
            if (flight.landed && flight.refused == refused) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    private void fly(Flight own, Supplier<AccessToken> exchange) {
        try {
            AccessToken token = exchange.get();
            land(own, null);
            own.answer.complete(token);
        } catch (RuntimeException | Error e) {
            land(own, e);
            own.answer.completeExceptionally(e);
        }
    }

    private synchronized void land(Flight own, @Nullable Throwable failure) {
        own.landed = true;
        own.landedAt = nanoTime.getAsLong();
        own.refused = failure instanceof BadRequest;
        if (failure != null && !own.refused) {
            flights.remove(own.request.code());
        }
    }

    /** Whoever flies has a deadline, so this has one too. */
    private static AccessToken await(CompletableFuture<AccessToken> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenExchangeFailed("interrupted");
        }
    }

    synchronized int size() {
        return flights.size();
    }
}
