package io.kubelens.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;

/** One container's log with the kubelet's rules: whole-second inclusive since, tail in lines, follow. */
final class FakeLog {
    private final List<Line> lines = new ArrayList<>();
    private final List<HttpServerResponse> followers = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private boolean ended;
    private int opens;
    private int closed;

    private record Line(long time, Buffer bytes) {}

    private record Answer(int status, String body) {}

    synchronized FakeLog line(long time, String message) {
        return raw(time, Buffer.buffer(nine(time) + ' ' + message + '\n'));
    }

    synchronized FakeLog raw(long time, Buffer bytes) {
        lines.add(new Line(time, bytes));
        followers.forEach(each -> each.write(bytes));
        return this;
    }

    /** What the next request gets instead of the log. */
    synchronized FakeLog answer(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    /** The container has stopped: answers end where the log ends. */
    synchronized void stop() {
        ended = true;
        end();
    }

    /** The container has been started again: it has a new log, and what was the log is that of the run before. */
    synchronized void start(FakeLog previous) {
        ended = false;
        previous.lines.clear();
        previous.lines.addAll(lines);
        lines.clear();
    }

    /** The node has put the log aside and begun a new one; who follows reads on. */
    synchronized void rotate() {
        lines.clear();
    }

    /** Ends what is under way as if all had been said. */
    synchronized void end() {
        List.copyOf(followers).forEach(HttpServerResponse::end);
        followers.clear();
    }

    /** Breaks what is under way. */
    synchronized void cut() {
        List.copyOf(followers).forEach(each -> each.reset());
        followers.clear();
    }

    synchronized int opens() {
        return opens;
    }

    synchronized int closed() {
        return closed;
    }

    synchronized int followers() {
        return followers.size();
    }

    synchronized HttpServerResponse follower() {
        return followers.getFirst();
    }

    synchronized void serve(HttpServerResponse response, int tail, long sinceSeconds, boolean follow, int limit) {
        opens++;
        response.closeHandler(nothing -> left(response));
        if (!answers.isEmpty()) {
            Answer answer = answers.removeFirst();
            response.setStatusCode(answer.status()).end(answer.body());
            return;
        }
        response.setChunked(true);
        List<Line> chosen = lines.subList(tail < 0 ? 0 : Math.max(0, lines.size() - tail), lines.size());
        Buffer all = Buffer.buffer();
        for (Line line : chosen) {
            if (line.time() >= sinceSeconds * Timestamps.SECOND) {
                all.appendBuffer(line.bytes());
            }
        }
        if (all.length() > 0) {
            response.write(all.slice(0, Math.min(limit, all.length())));
        }
        if (follow && !ended) {
            followers.add(response);
        } else {
            response.end();
        }
    }

    private synchronized void left(HttpServerResponse response) {
        closed++;
        followers.remove(response);
    }

    private static String nine(long time) {
        String text = Timestamps.text(time);
        String[] parts = text.substring(0, text.length() - 1).split("\\.", -1);
        return parts[0] + '.' + ((parts.length > 1 ? parts[1] : "") + "000000000").substring(0, 9) + 'Z';
    }

    static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(UTF_8));
    }
}
