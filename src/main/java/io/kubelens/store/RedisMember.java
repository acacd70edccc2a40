package io.kubelens.store;

import java.util.List;

/** A capsule in Redis' sorted sets: what is asked for, and what it takes to drop it. No part can hold a bar. */
record RedisMember(
        String podUid,
        String container,
        int restart,
        String podName,
        String app,
        String namespace,
        String id,
        long stored) {
    static RedisMember of(Capsule capsule) {
        Termination ended = capsule.termination();
        return new RedisMember(
                ended.key().podUid(),
                ended.key().container(),
                ended.key().restart(),
                ended.podName(),
                ended.app(),
                ended.namespace(),
                capsule.id(),
                capsule.stored());
    }

    static RedisMember parse(String text) {
        String[] parts = text.split("\\|", -1);
        return new RedisMember(
                parts[0],
                parts[1],
                Integer.parseInt(parts[2]),
                parts[3],
                parts[4],
                parts[5],
                parts[6],
                Long.parseLong(parts[7]));
    }

    String text() {
        return String.join(
                "|",
                List.of(
                        podUid,
                        container,
                        Integer.toString(restart),
                        podName,
                        app,
                        namespace,
                        id,
                        Long.toString(stored)));
    }

    CapsuleKey key() {
        return new CapsuleKey(podUid, container, restart);
    }

    boolean isFor(CapsuleQuery query) {
        return (query.podName().isEmpty() || query.podName().equals(podName))
                && (query.podUid().isEmpty() || query.podUid().equals(podUid))
                && (query.app().isEmpty() || query.app().equals(app));
    }
}
