package io.kubelens.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Runs requests on threads of their own, so many at once: each may hold a large list in memory.
 */
final class Places {
    /** Half of what a heap of 256 MiB holds, were each a list of 1,000 pods. */
    static final int MOST = 256;

    private final Executor threads;
    private final Semaphore free = new Semaphore(MOST);

    Places(Executor threads) {
        this.threads = threads;
    }

    /**
     * Runs a request, soon.
     *
     * @throws Busy when there is no place left
     */
    void run(Runnable request) {
        if (!free.tryAcquire()) {
            throw new Busy();
        }
        try {
            threads.execute(() -> {
                try {
                    request.run();
                } finally {
                    free.release();
                }
            });
        } catch (RejectedExecutionException e) {
            free.release();
            throw e;
        }
    }

    /** For probes, since a replica that is busy is not dead, and for streams, a thousand of which may open at once. */
    void runAnyway(Runnable request) {
        threads.execute(request);
    }
}
