package io.kubelens.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every store must do, through its routes. Each test begins with an empty store. */
@Timeout(120)
abstract class StoreContract {
    private static final int MIB = 1024 * 1024;
    static final String LIMITS = "max_bytes: 3145728, max_bytes_per_namespace: 2097152, max_bytes_per_pod: 1048576";

    final MovingClock clock = new MovingClock();
    final Capsules capsules = new Capsules(clock);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @SuppressWarnings("NullAway.Init")
    StoreRoutes routes;

    /** The sections of config.yaml that choose the store, with the limits above. */
    abstract String config();

    /** Another process with the same store; the same one where a store is of one process. */
    StoreRoutes other() {
        return open();
    }

    final StoreRoutes open() {
        return open(StoreConfig.read(directory, config()));
    }

    StoreRoutes open(Config config) {
        return new StoreRoutes(config, clock);
    }

    @BeforeEach
    final void begin() {
        empty();
        routes = open();
    }

    /** Makes the server's database new. */
    void empty() {}

    @AfterEach
    final void end() {
        routes.close();
    }

    @Test
    void givesBackWhatItGot() {
        SealedCapsule kept = capsules.of("web-1", 0, Capsules.lines(20_000));

        Receipt receipt = routes.store(kept);

        assertThat(receipt).isEqualTo(new Receipt(kept.capsule().key(), true));
        assertThat(routes.load(CapsuleQuery.ofPod("shop", "web-1"))).containsExactly(kept.capsule());
        Capsule found = routes.load(CapsuleQuery.ofPod("shop", "web-1")).getFirst();
        assertThat(Capsules.unpacked(routes.chunks(ChunkPage.of(found, 0, 1000))))
                .isEqualTo(Capsules.lines(20_000));
    }

    @Test
    void givesChunksPageByPage() {
        routes.store(capsules.of("web-1", 0, Capsules.lines(20_000)));
        Capsule found = routes.load(CapsuleQuery.ofPod("shop", "web-1")).getFirst();
        assertThat(found.chunks().size()).isGreaterThan(2);
        List<LineChunk> all = new ArrayList<>();

        for (int at = 0; at < found.chunks().size(); at++) {
            List<LineChunk> page = routes.chunks(ChunkPage.of(found, at, 1));
            assertThat(page).hasSize(1);
            all.addAll(page);
        }

        assertThat(Capsules.unpacked(all)).isEqualTo(Capsules.lines(20_000));
        assertThat(routes.chunks(ChunkPage.of(found, found.chunks().size(), 1))).isEmpty();
    }

    @Test
    void keepsACapsuleWithoutLinesOrWithAGap() {
        Termination ended = capsules.ended("web-1", 0);
        CapsuleGap gap = new CapsuleGap(Instant.EPOCH.plusNanos(1), null, "pod-deleted");
        SealedCapsule kept = new CapsuleWriter(10, 10)
                .seal(ended, false, gap, clock.instant().plusSeconds(60), clock);

        routes.store(kept);

        Capsule found = routes.load(CapsuleQuery.ofNamespace("shop")).getFirst();
        assertThat(found).isEqualTo(kept.capsule());
        assertThat(Capsules.unpacked(routes.chunks(ChunkPage.of(found, 0, 10)))).isEmpty();
    }

    @Test
    void findsByNamespacePodUidAndAppTheLastToEndFirst() {
        SealedCapsule first = kept(capsules.ended("web-1", 0));
        clock.move(Duration.ofSeconds(1));
        SealedCapsule again = kept(capsules.ended("web-1", 1));
        clock.move(Duration.ofSeconds(1));
        SealedCapsule other = kept(capsules.ended("web-2", 0));
        SealedCapsule elsewhere = kept(Capsules.in("stock", capsules.ended("web-3", 0)));

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop")))
                .containsExactly(other.capsule(), again.capsule(), first.capsule());
        assertThat(routes.load(CapsuleQuery.ofPod("shop", "web-1"))).containsExactly(again.capsule(), first.capsule());
        assertThat(routes.load(CapsuleQuery.ofPod("shop", "web-1").withUid("uid-web-1")))
                .hasSize(2);
        assertThat(routes.load(CapsuleQuery.ofPod("shop", "web-1").withUid("uid-web-2")))
                .isEmpty();
        assertThat(routes.load(CapsuleQuery.ofApp("shop", "web"))).hasSize(3);
        assertThat(routes.load(CapsuleQuery.ofApp("shop", "db"))).isEmpty();
        assertThat(routes.load(CapsuleQuery.ofNamespace("stock"))).containsExactly(elsewhere.capsule());
    }

    private SealedCapsule kept(Termination ended) {
        SealedCapsule capsule = capsules.of(ended, Capsules.lines(3));
        routes.store(capsule);
        return capsule;
    }

    @Test
    void takesHostileTextAsData() {
        Termination ended = capsules.ended("web-1", 0);
        Termination hostile = Capsules.with(
                ended,
                t -> new Termination(
                        t.key(),
                        t.namespace(),
                        t.podName(),
                        t.labels(),
                        t.createdAt(),
                        t.containers(),
                        "x'; drop table log_capsule; --",
                        t.startedAt(),
                        t.terminatedAt(),
                        t.exitCode(),
                        t.signal(),
                        ":#id ${body} {{x}} \" \\ # ?",
                        t.events()));
        SealedCapsule capsule = capsules.of(hostile, "2026-11-21T09:00:00Z ' :?id # ${body}\n");

        routes.store(capsule);

        assertThat(routes.load(CapsuleQuery.ofApp("shop", "x'; drop table log_capsule; --")))
                .containsExactly(capsule.capsule());
        assertThat(routes.load(CapsuleQuery.ofPod("shop", "' or '1'='1"))).isEmpty();
    }

    @Test
    void keepsTheFirstOfTwoWithOneKey() {
        SealedCapsule first = capsules.of("web-1", 0, Capsules.lines(10));
        SealedCapsule second = capsules.of("web-1", 0, Capsules.lines(20));
        routes.store(first);

        Receipt receipt = routes.store(second);

        assertThat(receipt.added()).isFalse();
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).containsExactly(first.capsule());
        assertThat(log(first)).isEqualTo(Capsules.lines(10));
        assertThat(routes.chunks(ChunkPage.of(second.capsule(), 0, 10))).isEmpty();
    }

    @Test
    void takesTheSameAgainWhenItWasNotAcknowledged() {
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(10));
        routes.store(capsule);

        assertThat(routes.store(capsule).added()).isTrue();
        assertThat(log(capsule)).isEqualTo(Capsules.lines(10));
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).hasSize(1);
    }

    String log(SealedCapsule capsule) {
        return Capsules.unpacked(routes.chunks(ChunkPage.of(capsule.capsule(), 0, 1000)));
    }

    @Test
    void acknowledgesWhatIsStored() {
        List<Receipt> receipts = new ArrayList<>();
        routes.store().receipts().listen(receipts::add);
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(10));

        routes.store(capsule);
        routes.store(capsules.of("web-1", 0, "other"));

        CapsuleKey key = capsule.capsule().key();
        assertThat(receipts).containsExactly(new Receipt(key, true), new Receipt(key, false));
        assertThat(routes.store().counts().stored().sum()).isEqualTo(1);
    }

    @Test
    void showsNothingFromTheMomentItExpires() {
        SealedCapsule capsule = capsules.of("web-1", 0, Capsules.lines(10));
        routes.store(capsule);
        clock.move(Capsules.LIFE.minusSeconds(1));
        assertThat(routes.expire()).isZero();
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).hasSize(1);

        clock.move(Duration.ofSeconds(1));

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).isEmpty();
        assertThat(routes.expire()).isEqualTo(1);
        assertThat(routes.chunks(ChunkPage.of(capsule.capsule(), 0, 10))).isEmpty();
        assertThat(routes.expire()).isZero();
        assertThat(routes.store().counts().expired().sum()).isEqualTo(1);
    }

    @Test
    void expiresInSmallBatches() {
        for (int i = 0; i < 70; i++) {
            routes.store(capsules.of("web-" + i, 0, "x\n"));
        }
        clock.move(Capsules.LIFE);
        SealedCapsule young = capsules.of("late", 0, "x\n");
        routes.store(young);

        List<Integer> batches = List.of(routes.expire(), routes.expire(), routes.expire());

        assertThat(batches).containsExactly(64, 6, 0);
        assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).containsExactly(young.capsule());
    }

    @Test
    void makesRoomInAPodTheOldestFirst() {
        List<SealedCapsule> runs = IntStream.range(0, 6)
                .mapToObj(i -> noise(capsules.ended("web-1", i)))
                .toList();

        List<Capsule> left = routes.load(CapsuleQuery.ofNamespace("shop"));

        assertThat(left).hasSizeBetween(2, 4).isEqualTo(newest(runs, left.size()));
        assertThat(left.stream().mapToLong(Capsule::stored).sum()).isLessThanOrEqualTo(MIB);
        assertThat(routes.store().counts().evicted().sum()).isEqualTo(6 - left.size());
        assertThat(routes.chunks(ChunkPage.of(runs.getFirst().capsule(), 0, 9))).isEmpty();
    }

    @Test
    void makesRoomInANamespaceTheOldestFirst() {
        SealedCapsule elsewhere = noise(Capsules.in("stock", capsules.ended("db-1", 0)));
        List<SealedCapsule> runs = IntStream.range(0, 9)
                .mapToObj(i -> noise(capsules.ended("web-" + i, 0)))
                .toList();

        List<Capsule> left = routes.load(CapsuleQuery.ofNamespace("shop"));

        assertThat(left).hasSizeBetween(5, 8).isEqualTo(newest(runs, left.size()));
        assertThat(left.stream().mapToLong(Capsule::stored).sum()).isLessThanOrEqualTo(2 * MIB);
        assertThat(routes.load(CapsuleQuery.ofNamespace("stock"))).containsExactly(elsewhere.capsule());
    }

    @Test
    void makesRoomOverallTheOldestFirst() {
        List<SealedCapsule> runs = IntStream.range(0, 14)
                .mapToObj(i -> noise(Capsules.in("ns-" + i % 7, capsules.ended("web-" + i, 0))))
                .toList();

        List<Capsule> left = IntStream.range(0, 7)
                .mapToObj(i -> routes.load(CapsuleQuery.ofNamespace("ns-" + i)))
                .flatMap(List::stream)
                .sorted((a, b) ->
                        b.termination().terminatedAt().compareTo(a.termination().terminatedAt()))
                .toList();

        assertThat(left).hasSizeBetween(8, 12).isEqualTo(newest(runs, left.size()));
        assertThat(left.stream().mapToLong(Capsule::stored).sum()).isLessThanOrEqualTo(3 * MIB);
    }

    @Test
    void keepsTheNewestWhateverItsSize() {
        SealedCapsule small = noise(capsules.ended("web-1", 0));
        SealedCapsule large = capsules.noise(capsules.ended("web-1", 1), 2 * MIB);
        assertThat(routes.store(large).added()).isTrue();

        assertThat(routes.load(CapsuleQuery.ofNamespace("shop")))
                .containsExactly(large.capsule())
                .doesNotContain(small.capsule());
    }

    private SealedCapsule noise(Termination ended) {
        SealedCapsule capsule = capsules.noise(ended, 256 * 1024);
        assertThat(routes.store(capsule).added()).isTrue();
        clock.move(Duration.ofSeconds(1));
        return capsule;
    }

    private static List<Capsule> newest(List<SealedCapsule> runs, int count) {
        return runs.reversed().stream().limit(count).map(SealedCapsule::capsule).toList();
    }

    @Test
    void storesOneOfManyThatComeAtOnce() throws Exception {
        int writers = 8;
        try (StoreRoutes second = other();
                ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            for (int round = 0; round < 5; round++) {
                List<SealedCapsule> brought = new ArrayList<>();
                List<Callable<Receipt>> tasks = new ArrayList<>();
                CountDownLatch start = new CountDownLatch(writers);
                for (int i = 0; i < writers; i++) {
                    SealedCapsule each = capsules.of("web-1", round, Capsules.lines(1000 + i));
                    StoreRoutes replica = i % 2 == 0 ? routes : second;
                    brought.add(each);
                    tasks.add(() -> {
                        start.countDown();
                        start.await();
                        return replica.store(each);
                    });
                }
                List<Future<Receipt>> receipts = threads.invokeAll(tasks);
                int run = round;
                List<Capsule> kept = routes.load(CapsuleQuery.ofNamespace("shop")).stream()
                        .filter(each -> each.key().restart() == run)
                        .toList();

                assertThat(kept).hasSize(1);
                for (int i = 0; i < writers; i++) {
                    boolean added = receipts.get(i).get().added();
                    assertThat(added).isEqualTo(brought.get(i).capsule().equals(kept.getFirst()));
                    assertThat(log(brought.get(i))).isEqualTo(added ? Capsules.lines(1000 + i) : "");
                }
            }
        }
    }

    @Test
    void readsWhileOthersWriteAndExpire() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int w = 0; w < 3; w++) {
                int writer = w;
                writing.add(threads.submit(() -> {
                    for (int i = 0; i < 15; i++) {
                        routes.store(capsules.of("web-" + writer + "-" + i, 0, Capsules.lines(100)));
                        routes.expire();
                    }
                }));
            }
            while (writing.stream().anyMatch(each -> !each.isDone())) {
                for (Capsule each : routes.load(CapsuleQuery.ofNamespace("shop"))) {
                    assertThat(Capsules.unpacked(routes.chunks(ChunkPage.of(each, 0, 10))))
                            .as("%s of %s", each.id(), each.key())
                            .isEqualTo(Capsules.lines(100));
                }
            }
            for (Future<?> each : writing) {
                each.get();
            }
            assertThat(routes.load(CapsuleQuery.ofNamespace("shop"))).hasSize(45);
        }
    }

    @Test
    void keepsASessionUntilItIsDeleted() {
        assertThat(routes.session("aa")).isNull();

        assertThat(routes.put(write("aa", "{\"theme\":\"dark\u2713\"}", "1", "")))
                .isTrue();
        assertThat(routes.put(write("bb", "{}", "9", ""))).isTrue();

        assertThat(routes.session("aa")).isEqualTo(document("{\"theme\":\"dark\u2713\"}", "1"));
        assertThat(routes.put(write("aa", "{\"version\":1}", "2", ""))).isTrue();
        assertThat(routes.session("aa")).isEqualTo(document("{\"version\":1}", "2"));
        routes.delete("aa");
        routes.delete("aa");
        assertThat(routes.session("aa")).isNull();
        assertThat(routes.session("bb")).isNotNull();
    }

    @Test
    void writesASessionOnlyIfItIsTheOneThatWasSeen() {
        assertThat(routes.put(write("aa", "{}", "1", "0"))).isFalse();
        assertThat(routes.session("aa")).isNull();
        assertThat(routes.put(write("aa", "{}", "1", SessionWrite.NOTHING))).isTrue();
        assertThat(routes.put(write("aa", "{\"a\":1}", "2", SessionWrite.NOTHING)))
                .isFalse();
        assertThat(routes.put(write("aa", "{\"a\":1}", "2", "7"))).isFalse();
        assertThat(routes.session("aa")).isEqualTo(document("{}", "1"));

        assertThat(routes.put(write("aa", "{\"a\":1}", "2", "1"))).isTrue();

        assertThat(routes.session("aa")).isEqualTo(document("{\"a\":1}", "2"));
    }

    @Test
    void letsOneOfManyConditionalWritesThrough() throws Exception {
        routes.put(write("aa", "{}", "0", ""));
        try (StoreRoutes second = other();
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> tasks = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(i ->
                            () -> (i % 2 == 0 ? routes : second).put(write("aa", "{\"n\":" + i + "}", "e" + i, "0")))
                    .toList();
            int through = 0;
            for (Future<Boolean> each : threads.invokeAll(tasks)) {
                through += each.get() ? 1 : 0;
            }

            assertThat(through).isEqualTo(1);
        }
    }

    SessionWrite write(String key, String json, String etag, String ifMatch) {
        return new SessionWrite(key, document(json, etag), ifMatch);
    }

    SessionDocument document(String json, String etag) {
        return new SessionDocument(json, etag, Instant.ofEpochMilli(1_700_000_000_123L));
    }

    /** What a caller sees of a store that does not answer: an exception that is known as such, without secrets. */
    static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(e -> assertThat(StoreUnavailable.isBehind(e)).isTrue())
                .satisfies(e -> assertThat(trace(e)).doesNotContain("s3cret"));
    }

    private static String trace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
