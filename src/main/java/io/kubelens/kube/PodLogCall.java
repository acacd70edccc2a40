package io.kubelens.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.kubelens.kube.PodLogs.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One log request. Its lock guards its fields; the listener is called without it. */
final class PodLogCall implements PodLogs.Call {
    /** Enough of an error answer to tell what it is about; the text itself goes nowhere. */
    private static final int ERROR_BYTES = 4096;

    private final PodLogs.Listener listener;
    private @Nullable CompletableFuture<HttpResponse<AsyncBody>> answer;
    private @Nullable AsyncBody body;
    private @Nullable ByteArrayOutputStream error;
    private int status;
    private boolean over;

    PodLogCall(PodLogs.Listener listener) {
        this.listener = listener;
    }

    void answer(CompletableFuture<HttpResponse<AsyncBody>> future) {
        boolean tooLate;
        synchronized (this) {
            answer = future;
            tooLate = over;
        }
        if (tooLate) {
            future.cancel(false);
        }
        var unused = future.whenComplete(this::answered);
    }

    @Override
    public void consume() {
        AsyncBody open;
        synchronized (this) {
            open = over ? null : body;
        }
        if (open != null) {
            open.consume();
        }
    }

    @Override
    public void cancel() {
        CompletableFuture<?> future;
        AsyncBody open;
        synchronized (this) {
            over = true;
            future = answer;
            open = body;
            body = null;
        }
        if (open != null) {
            open.cancel();
        } else if (future != null) {
            // The client closes the body by itself when the answer to a cancelled request comes in.
            future.cancel(false);
        }
    }

    void chunks(List<ByteBuffer> chunks, AsyncBody from) {
        ByteArrayOutputStream text;
        synchronized (this) {
            if (over) {
                return;
            }
            text = error;
        }
        if (text != null) {
            chunks.forEach(chunk -> text.writeBytes(onHeap(chunk)));
            if (text.size() >= ERROR_BYTES) {
                refused(text);
            } else {
                from.consume();
            }
            return;
        }
        if (chunks.size() == 1) {
            listener.chunk(heap(chunks.getFirst()));
        } else {
            listener.chunk(joined(chunks));
        }
    }

    private void answered(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable problem) {
        if (response == null) {
            fail(isTimeout(problem) ? Failure.SILENT : Failure.UNAVAILABLE);
            return;
        }
        AsyncBody opened = response.body();
        boolean good = response.code() == 200;
        boolean gone;
        synchronized (this) {
            gone = over;
            status = response.code();
            if (!gone) {
                body = opened;
                error = good ? null : new ByteArrayOutputStream();
            }
        }
        if (gone) {
            opened.cancel();
        } else if (good) {
            listener.opened();
            var unused = opened.done().whenComplete((nothing, cause) -> bodyOver(cause));
        } else if (response.code() == 204) {
            // The pod is not scheduled.
            fail(Failure.WAITING);
        } else {
            var unused = opened.done().whenComplete((nothing, cause) -> refused(error()));
            opened.consume();
        }
    }

    private void bodyOver(@Nullable Throwable cause) {
        if (cause != null) {
            fail(isTimeout(cause) ? Failure.SILENT : Failure.CUT);
        } else if (finish()) {
            listener.ended();
        }
    }

    private synchronized ByteArrayOutputStream error() {
        return error == null ? new ByteArrayOutputStream() : error;
    }

    private void refused(ByteArrayOutputStream text) {
        fail(
                switch (status) {
                    case 404 -> Failure.ABSENT;
                    case 401, 403 -> Failure.REFUSED;
                    case 429 -> Failure.BUSY;
                    case 400 ->
                        isWaiting(text.toString(StandardCharsets.UTF_8)) ? Failure.WAITING : Failure.UNKNOWN_CONTAINER;
                    default -> Failure.UNAVAILABLE;
                });
    }

    private static boolean isWaiting(String text) {
        return text.contains("waiting to start")
                || text.contains("ContainerCreating")
                || text.contains("PodInitializing")
                || text.contains("is not available");
    }

    private void fail(Failure failure) {
        AsyncBody open;
        synchronized (this) {
            open = body;
        }
        if (finish()) {
            if (open != null) {
                open.cancel();
            }
            listener.failed(failure);
        }
    }

    /** Whether the call was not over before. */
    private synchronized boolean finish() {
        boolean first = !over;
        over = true;
        body = null;
        return first;
    }

    private static boolean isTimeout(@Nullable Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return cause instanceof TimeoutException;
    }

    private static ByteBuffer heap(ByteBuffer chunk) {
        return chunk.hasArray() ? chunk : ByteBuffer.wrap(onHeap(chunk));
    }

    private static ByteBuffer joined(List<ByteBuffer> chunks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.writeBytes(onHeap(chunk)));
        return ByteBuffer.wrap(all.toByteArray());
    }

    private static byte[] onHeap(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        return bytes;
    }
}
