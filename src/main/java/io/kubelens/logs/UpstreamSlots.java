package io.kubelens.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many log requests may be open at once: on one node, because a kubelet spends an inotify instance on each log that
 * is followed (128 per user by default), and in all. Kubernetes does not protect itself: log requests count for none of
 * its own limits. Requests that follow and those that end by themselves are counted apart, so that neither waits for the
 * other. A node that says it is overloaded gets fewer, and slowly more again.
 */
final class UpstreamSlots {
    static final int FOLLOWING_PER_NODE = 512;
    static final int READING_PER_NODE = 64;
    static final int FEWEST = 16;
    private static final int OVERALL = 4096;

    /** A node's limit grows by one request in this time. */
    private static final long RECOVERY = Timestamps.SECOND;

    private final Map<Key, Slots> nodes = new HashMap<>();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int open;

    private record Key(String node, boolean follow) {
        int most() {
            return follow ? FOLLOWING_PER_NODE : READING_PER_NODE;
        }
    }

    private static final class Slots {
        private int open;
        private int limit;
        private long limited;

        Slots(int limit) {
            this.limit = limit;
        }
    }

    /** One request's right to be open. To be closed in any case. */
    final class Ticket implements AutoCloseable {
        private final Key key;
        private final Runnable granted;
        private boolean open;
        private boolean closed;

        private Ticket(Key key, Runnable granted) {
            this.key = key;
            this.granted = granted;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    /**
     * Asks for a slot on a node.
     *
     * @param granted called once there is one, from any thread and without a lock, unless there is one at once
     */
    synchronized Ticket take(String node, boolean follow, long now, Runnable granted) {
        Ticket ticket = new Ticket(new Key(node, follow), granted);
        if (hasRoom(ticket.key, now)) {
            grant(ticket);
        } else {
            waiting.add(ticket);
        }
        return ticket;
    }

    /** Whether a ticket is granted by now: the node's limit may have grown again. */
    synchronized boolean isGranted(Ticket ticket, long now) {
        if (!ticket.open && !ticket.closed && hasRoom(ticket.key, now)) {
            waiting.remove(ticket);
            grant(ticket);
        }
        return ticket.open;
    }

    /** The node cannot serve more than it does now, or not even that. */
    synchronized void overloaded(String node, boolean follow, long now) {
        Slots slots = slots(new Key(node, follow));
        slots.limit = Math.max(FEWEST, Math.min(slots.limit, slots.open) * 3 / 4);
        slots.limited = now;
    }

    /** How many requests wait for a slot. */
    synchronized int waiting() {
        return waiting.size();
    }

    private boolean hasRoom(Key key, long now) {
        Slots slots = slots(key);
        long grown = (now - slots.limited) / RECOVERY;
        if (slots.limit < key.most() && grown > 0) {
            slots.limit = (int) Math.min(key.most(), slots.limit + grown);
            slots.limited = now;
        }
        return open < OVERALL && slots.open < slots.limit;
    }

    private Slots slots(Key key) {
        return nodes.computeIfAbsent(key, each -> new Slots(each.most()));
    }

    private void grant(Ticket ticket) {
        ticket.open = true;
        slots(ticket.key).open++;
        open++;
    }

    private void giveBack(Ticket ticket) {
        Ticket next = null;
        synchronized (this) {
            if (ticket.closed) {
                return;
            }
            ticket.closed = true;
            if (!ticket.open) {
                waiting.remove(ticket);
                return;
            }
            open--;
            Slots slots = slots(ticket.key);
            slots.open--;
            for (Ticket each : waiting) {
                if (open < OVERALL && slots(each.key).open < slots(each.key).limit) {
                    next = each;
                    break;
                }
            }
            if (next != null) {
                waiting.remove(next);
                grant(next);
            } else if (slots.open == 0 && slots.limit == ticket.key.most()) {
                nodes.remove(ticket.key);
            }
        }
        if (next != null) {
            next.granted.run();
        }
    }
}
