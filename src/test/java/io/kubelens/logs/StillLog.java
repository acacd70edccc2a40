package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One container's log as the runtime keeps it, in pieces, and as the kubelet reads it (cri-client {@code logs.go}): the
 * tail is counted in pieces, pieces before a whole second are skipped, and only the first piece of a line gets a time.
 */
final class StillLog {
    /** containerd's pieces. */
    static final int PIECE = 16 * 1024;

    private final List<Piece> pieces = new ArrayList<>();
    private boolean stopped;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Piece(long time, byte[] text, boolean ends) {}

    StillLog line(long time, String text) {
        return line(time, text.getBytes(UTF_8));
    }

    StillLog line(long time, byte[] text) {
        int from = 0;
        for (; text.length - from > PIECE; from += PIECE) {
            pieces.add(new Piece(time, Arrays.copyOfRange(text, from, from + PIECE), false));
        }
        pieces.add(new Piece(time, Arrays.copyOfRange(text, from, text.length), true));
        return this;
    }

    /** Nothing will be written any more. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    Reading read(int tail, long sinceSeconds) {
        return new Reading(tail < 0 ? 0 : Math.max(0, pieces.size() - tail), sinceSeconds * Timestamps.SECOND);
    }

    /** One request's way through the log. */
    final class Reading {
        private final long since;
        private int next;
        private boolean fresh = true;

        private Reading(int first, long since) {
            this.next = first;
            this.since = since;
        }

        /** What has been written since it was asked last. */
        byte[] take() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (; next < pieces.size(); next++) {
                Piece piece = pieces.get(next);
                if (piece.time() >= since) {
                    write(out, piece);
                }
                fresh = piece.ends();
            }
            return out.toByteArray();
        }

        private void write(ByteArrayOutputStream out, Piece piece) {
            if (fresh) {
                out.writeBytes((nine(piece.time()) + ' ').getBytes(UTF_8));
            }
            out.writeBytes(piece.text());
            if (piece.ends()) {
                out.write('\n');
            }
        }
    }

    /** As Kubernetes prints a time: with all nine digits. */
    static String nine(long time) {
        String text = Timestamps.text(Math.floorDiv(time, Timestamps.SECOND) * Timestamps.SECOND);
        String nanos = String.valueOf(Timestamps.SECOND + Math.floorMod(time, Timestamps.SECOND));
        return text.substring(0, text.length() - 1) + '.' + nanos.substring(1) + 'Z';
    }
}
