package io.kubelens.bench;

import io.fabric8.kubernetes.api.model.Pod;
import io.kubelens.real.LoadedPods;
import io.kubelens.real.PackagedLens;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What a pod costs in the memory of the gateway, and what it would cost as Kubernetes tells it. */
final class CachedPods implements Figure {
    private static final int PER_APP = 20;

    /** Arguments: pods (2000). */
    @Override
    public void measure(Rig rig, List<String> arguments) throws Exception {
        int pods = Figure.number(arguments, 0, 2000);
        LoadedPods loaded = new LoadedPods(rig.cluster());
        try (PackagedLens gateway = rig.gateway("")) {
            long before = Footprint.heapAfterCollection(gateway.pid());
            IntStream.range(0, pods).forEach(i -> loaded.create("app-" + i / PER_APP, name(i), i));
            gateway.client().awaitPod("shop", name(pods - 1), rig.token());
            Pacer.rest(Duration.ofSeconds(2));
            long kept = Footprint.heapAfterCollection(gateway.pid()) - before;
            long told = told(loaded, pods);
            System.out.printf(
                    "cached-pods, %d pods of three containers, %d of an app, KiB of heap each: %.1f in the gateway;"
                            + " %.1f as they are told%n",
                    pods, PER_APP, (double) kept / pods, (double) told / pods);
        }
    }

    /** KiB of the same pods as the client reads them. */
    private static long told(LoadedPods loaded, int count) throws Exception {
        long self = ProcessHandle.current().pid();
        loaded.all();
        long before = Footprint.heapAfterCollection(self);
        List<Pod> pods = loaded.all();
        long told = Footprint.heapAfterCollection(self) - before;
        long managed = pods.stream()
                .filter(pod -> !pod.getMetadata().getManagedFields().isEmpty())
                .count();
        if (managed < count) {
            throw new IllegalStateException("these pods are not as those of a live cluster");
        }
        return told;
    }

    private static String name(int number) {
        return "app-%d-5d4f8c7b9-%05d".formatted(number / PER_APP, number);
    }
}
