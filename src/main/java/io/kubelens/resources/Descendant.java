package io.kubelens.resources;

import io.kubelens.kube.KubeApp;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Deployment's ReplicaSets are named after it and a hash, a CronJob's Jobs after it and a time. The hash has no dash
 * and no vowel (Kubernetes' SafeEncodeString), so that it is not mistaken for another app's name.
 */
final class Descendant {
    private static final Map<String, Pattern> ENDINGS = Map.of(
            "Deployment/ReplicaSet", Pattern.compile("[bcdfghjklmnpqrstvwxz2456789]{1,10}"),
            "CronJob/Job", Pattern.compile("\\d{8,10}"));

    private Descendant() {}

    static boolean isNamed(KubeApp app, String kind, String name) {
        Pattern ending = ENDINGS.get(app.kind() + "/" + kind);
        String prefix = app.name() + "-";
        return ending != null
                && name.startsWith(prefix)
                && ending.matcher(name.substring(prefix.length())).matches();
    }
}
