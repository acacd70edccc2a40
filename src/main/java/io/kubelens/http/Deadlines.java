package io.kubelens.http;

import io.kubelens.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that keep us waiting: for the head of a request, for its body, or idle between requests. A running
 * answer, however long, has no deadline. (Vert.x' own idle time-out knows no requests: a client that sends one byte
 * a second is never idle, a quiet stream is.)
 */
final class Deadlines {
    private final Vertx vertx;
    private final long headMillis;
    private final long bodyMillis;
    private final long idleMillis;
    private final Map<HttpConnection, State> states = new ConcurrentHashMap<>();

    /** Touched on the connection's event loop only. */
    private static final class State {
        private int running;
        private long timer = -1;
    }

    Deadlines(Vertx vertx, Config.Server config) {
        this.vertx = vertx;
        this.headMillis = millis(config.headerTimeoutSeconds());
        this.bodyMillis = millis(config.readTimeoutSeconds());
        this.idleMillis = millis(config.idleTimeoutSeconds());
    }

    private static long millis(int seconds) {
        return TimeUnit.SECONDS.toMillis(seconds);
    }

    void opened(HttpConnection connection) {
        State state = new State();
        states.put(connection, state);
        connection.closeHandler(closed -> {
            states.remove(connection);
            disarm(state);
        });
        arm(connection, state, headMillis);
    }

    void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpConnection connection = request.connection();
        State state = states.get(connection);
        if (state == null) {
            return;
        }
        disarm(state);
        state.running++;
        context.addEndHandler(ended -> {
            if (--state.running == 0 && states.containsKey(connection)) {
                arm(connection, state, idleMillis + headMillis);
            }
        });
        if (!request.isEnded() && bodyMillis > 0) {
            long timer = vertx.setTimer(bodyMillis, late -> {
                if (!request.isEnded()) {
                    connection.close();
                }
            });
            context.addEndHandler(ended -> vertx.cancelTimer(timer));
        }
    }

    /** 0 means no deadline. */
    private void arm(HttpConnection connection, State state, long millis) {
        disarm(state);
        if (millis > 0) {
            state.timer = vertx.setTimer(millis, late -> connection.close());
        }
    }

    private void disarm(State state) {
        if (state.timer >= 0) {
            vertx.cancelTimer(state.timer);
            state.timer = -1;
        }
    }
}
