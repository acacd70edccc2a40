package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.kubelens.kube.KubeApp;
import io.kubelens.kube.KubePod;
import io.kubelens.kube.Labelled;
import io.kubelens.request.Names;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pod or app that is being looked into, and what has been read for it so far. Its text holds no values.
 *
 * @param readings by name; a name that is not there has not been asked for
 */
public record Inspection(Labelled subject, List<SpecContainer> containers, Map<Source, Map<String, Reading>> readings) {
    /** More than any sane pod uses, and a bound for what one request can make the gateway read. */
    private static final int MOST = 32;

    public static Inspection of(KubePod pod) {
        return new Inspection(pod, SpecContainer.of(pod.object().getSpec()), Map.of());
    }

    public static Inspection of(KubeApp app) {
        PodSpec template = app.template().getSpec();
        return new Inspection(app, SpecContainer.of(template), Map.of());
    }

    /**
     * The objects that the variables of the containers come from, by name, at most 32. Kubernetes checks the names in
     * pods, but not everything here is a pod that it has let in: what is no name is not among them.
     */
    public List<String> names(Source source) {
        return References.ofVariables(containers).names(source).stream()
                .filter(Names::isSubdomain)
                .limit(MOST)
                .toList();
    }

    /** With what was read; everything else of that source counts as failed. */
    public Inspection with(Source source, Map<String, Reading> read) {
        Map<String, Reading> all = new TreeMap<>(read);
        References.ofVariables(containers).names(source).forEach(name -> all.putIfAbsent(name, Reading.FAILED));
        Map<Source, Map<String, Reading>> more = new TreeMap<>(readings);
        more.put(source, all);
        return new Inspection(subject, containers, more);
    }

    Reading reading(Source source, String name) {
        return readings.getOrDefault(source, Map.of()).getOrDefault(name, Reading.NOT_ASKED);
    }

    @Override
    public String toString() {
        return "Inspection[" + subject.name() + "]";
    }
}
