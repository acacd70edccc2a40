package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.kubelens.kube.KubePod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pods whose names must not be read in the messages of events: those that are there, and those that were. */
final class HiddenPods {
    private static final String NAME = "[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?";
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9])" + NAME);
    /** {@code Created pod: web-1}, {@code create Pod web-1 in StatefulSet web successful}. */
    private static final Pattern POD = Pattern.compile("\\b[Pp]od:? \"?(" + NAME + ")");

    private final Set<String> there;
    private final Predicate<KubePod> hidden;
    private final Map<String, String> labels;

    /**
     * Of one namespace.
     *
     * @param labels that pods had, as far as anybody can tell, which are no more
     */
    HiddenPods(List<KubePod> all, Predicate<KubePod> hidden, Map<String, String> labels) {
        this.there = all.stream().filter(hidden).map(KubePod::name).collect(Collectors.toSet());
        this.hidden = hidden;
        this.labels = labels;
    }

    boolean in(String message) {
        return WORD.matcher(message).results().anyMatch(word -> there.contains(word.group()))
                || POD.matcher(message).results().anyMatch(pod -> hidden.test(gone(pod.group(1))));
    }

    private KubePod gone(String name) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
        return new KubePod(pod);
    }
}
