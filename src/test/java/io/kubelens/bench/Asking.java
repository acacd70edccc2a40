package io.kubelens.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Users who ask at an even rate, and remember how long each answer took and whether there was one. */
final class Asking implements AutoCloseable {
    private static final List<String> PATHS = List.of(
            "/api/v1/namespaces/shop/pods", "/api/v1/namespaces/shop/apps", "/api/v1/auth/config", "/api/v1/config");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final Supplier<String> token;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger failed = new AtomicInteger();
    private final List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> users = new ArrayList<>();

    /**
     * One answer.
     *
     * @param begin since 1970, in milliseconds
     */
    record Sample(long begin, long nanos) {
        boolean overlaps(long from, long to) {
            return begin <= to && begin + TimeUnit.NANOSECONDS.toMillis(nanos) >= from;
        }
    }

    Asking(URI server, Supplier<String> token, int users, int everyMillis) {
        this.server = server;
        this.token = token;
        for (int i = 0; i < users; i++) {
            int first = i;
            this.users.add(Thread.ofVirtual().start(() -> ask(first, everyMillis)));
        }
    }

    private void ask(int first, int everyMillis) {
        for (int i = first; !over.get(); i++) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(everyMillis);
            if (!succeeds(PATHS.get(i % PATHS.size()))) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private boolean succeeds(String path) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token.get())
                .build();
        long wall = System.currentTimeMillis();
        long begin = System.nanoTime();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            samples.add(new Sample(wall, System.nanoTime() - begin));
            return status == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    int failed() {
        return failed.get();
    }

    Latencies latencies(Predicate<Sample> which) {
        Latencies latencies = new Latencies();
        List.copyOf(samples).stream().filter(which).forEach(sample -> latencies.add(sample.nanos()));
        return latencies;
    }

    @Override
    public void close() {
        over.set(true);
        for (Thread user : users) {
            try {
                user.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
