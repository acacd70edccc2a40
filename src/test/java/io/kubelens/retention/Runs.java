package io.kubelens.retention;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kubelens.kube.ContainerRun;
import io.kubelens.kube.KubePod;
import io.kubelens.store.CapsuleWriter;
import io.kubelens.store.SealedCapsule;
import io.kubelens.store.Termination;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Runs of containers, and what is kept of them, for tests. */
final class Runs {

    private Runs() {}

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    static KubePod running(String name, String uid) {
        return pod(name, uid, new ContainerStateBuilder().withNewRunning().endRunning());
    }

    static KubePod ended(String name, String uid, Instant at) {
        return pod(
                name,
                uid,
                new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(3)
                        .withReason("Error")
                        .withFinishedAt(at.toString())
                        .endTerminated());
    }

    /** Ended, and running again. */
    static KubePod restarted(String name, String uid, Instant at) {
        return restarted(name, uid, at, 1);
    }

    /** The same, for the {@code restarts}th time. */
    static KubePod restarted(String name, String uid, Instant at, int restarts) {
        return new KubePod(new PodBuilder(running(name, uid).object())
                .editStatus()
                .editContainerStatus(0)
                .withRestartCount(restarts)
                .withLastState(ended(name, uid, at)
                        .object()
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getState())
                .endContainerStatus()
                .endStatus()
                .build());
    }

    private static KubePod pod(String name, String uid, ContainerStateBuilder state) {
        return new KubePod(new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid(uid)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("app")
                        .withRestartCount(0)
                        .withState(state.build())
                        .build())
                .endStatus()
                .build());
    }

    static EndedRun run(KubePod pod) {
        return EndedRun.of(pod, ContainerRun.ended(pod).getFirst(), now());
    }

    static SealedCapsule capsule(EndedRun ended, String log) {
        CapsuleWriter writer = new CapsuleWriter(Long.MAX_VALUE, Long.MAX_VALUE);
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        writer.write(bytes, 0, bytes.length);
        Termination termination = new Termination(
                ended.key(),
                "shop",
                ended.pod().name(),
                Map.of(),
                null,
                List.of("app"),
                "",
                null,
                ended.endedAt(),
                ended.run().exitCode(),
                0,
                ended.run().reason(),
                List.of());
        return writer.seal(termination, true, null, ended.endedAt().plusSeconds(3600), Clock.systemUTC());
    }

    static ByteBuffer text(int from, int to) {
        return ByteBuffer.wrap(lines(from, to).getBytes(StandardCharsets.UTF_8));
    }

    static String lines(int from, int to) {
        StringBuilder log = new StringBuilder();
        for (int i = from; i < to; i++) {
            log.append(Instant.parse("2026-11-21T09:00:00.000000001Z").plusMillis(i))
                    .append(" line ")
                    .append(i)
                    .append('\n');
        }
        return log.toString();
    }
}
