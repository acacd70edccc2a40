package io.kubelens.logs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Every container says when its pod has gone; viewers are told once, after the last line of them all. */
final class Farewells {
    static final String KIND = "pod-removed";
    private final Map<String, Said> waiting = new LinkedHashMap<>();

    private record Said(ContainerLog by, Notice notice) {}

    void add(ContainerLog by, Notice notice) {
        waiting.putIfAbsent(by.pod().uid(), new Said(by, notice));
    }

    /** Takes out those of pods of which no source has anything left to say. */
    void release(List<Subscription> sources, BiConsumer<ContainerLog, Notice> out) {
        waiting.entrySet().removeIf(entry -> {
            boolean over = sources.stream()
                    .filter(source -> source.log().pod().uid().equals(entry.getKey()))
                    .allMatch(source -> source.isDone() && !source.hasHead());
            if (over) {
                out.accept(entry.getValue().by(), entry.getValue().notice());
            }
            return over;
        });
    }
}
