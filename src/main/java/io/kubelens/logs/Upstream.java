package io.kubelens.logs;

import io.kubelens.kube.PodLogs;
import org.jspecify.annotations.Nullable;

/** The connection to a container's log, while there is one, and the leave to ask its node, which each one needs. */
final class Upstream {
    /** A connection that brings nothing for so long may be broken. */
    private static final long SILENCE = 300 * Timestamps.SECOND;

    private final ContainerLog log;
    private final Surroundings surroundings;
    private final Turn turn;
    private final Runnable admitted;
    private @Nullable Connection connection;
    private @Nullable TailStart tailStart;
    private UpstreamSlots.@Nullable Ticket ticket;

    /** {@code admitted} is called, under the turn, when leave is given after all while there is no connection. */
    Upstream(ContainerLog log, Surroundings surroundings, Turn turn, Runnable admitted) {
        this.log = log;
        this.surroundings = surroundings;
        this.turn = turn;
        this.admitted = admitted;
    }

    /** Whether the node may be asked now; else it will be said when. */
    boolean isAdmitted(boolean follow, long now) {
        if (ticket == null) {
            ticket = surroundings.slots().take(node(), follow, now, () -> turn.news(this::tellAdmitted));
        }
        return surroundings.slots().isGranted(ticket, now);
    }

    private void tellAdmitted() {
        if (connection == null) {
            admitted.run();
        }
    }

    /** The node could not answer. */
    void overloaded(boolean follow, long now) {
        surroundings.slots().overloaded(node(), follow, now);
    }

    private String node() {
        String name = log.pod().object().getSpec() == null
                ? null
                : log.pod().object().getSpec().getNodeName();
        return name == null ? "" : name;
    }

    /** {@code tail}: it has to be found out with which line the answer begins. */
    void open(PodLogs.Request request, boolean tail) {
        Connection opened = new Connection(turn, surroundings);
        connection = opened;
        if (tail) {
            tailStart = new TailStart(request, surroundings, turn);
        } else {
            opened.start(surroundings.upstream(), request);
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (tailStart != null) {
            tailStart.close();
            tailStart = null;
        }
        if (ticket != null) {
            ticket.close();
            ticket = null;
        }
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** What finds out with which line the answer begins; null when that is known. */
    @Nullable
    TailStart tailStart() {
        return tailStart;
    }

    void tailStarted() {
        if (tailStart != null) {
            tailStart.close();
            tailStart = null;
        }
    }

    boolean isThere() {
        return connection != null;
    }

    /** It has been answered, and goes on. */
    boolean isOpen() {
        return connection != null && connection.isOpen();
    }

    /** When it has been silent for so long that it should be replaced. */
    long silentAt() {
        long since = connection == null ? Reopening.NEVER : connection.silentSince();
        if (tailStart != null) {
            since = Math.min(since, tailStart.silentSince());
        }
        return since == Reopening.NEVER ? since : since + SILENCE;
    }

    /** When something was last heard of it; monotonic. */
    long sign() {
        long sign = connection == null ? Long.MIN_VALUE : connection.sign();
        return tailStart == null ? sign : Math.max(sign, tailStart.sign());
    }

    /** Bytes held. */
    int held() {
        return (connection == null ? 0 : connection.held()) + (tailStart == null ? 0 : tailStart.held());
    }
}
