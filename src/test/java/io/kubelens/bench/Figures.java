package io.kubelens.bench;

import io.kubelens.real.GatewayConfig;
import io.kubelens.real.Lens;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the figures that are named, or all, and prints them; docs/performance.md says how to start it. */
public final class Figures {
    private static final int WARM_UP = 500;
    private static final Map<String, Figure> ALL = new LinkedHashMap<>();

    static {
        ALL.put("one-viewer", new OneViewer());
        ALL.put("fan-out", new FanOut());
        ALL.put("thousand-viewers", new ThousandViewers());
        ALL.put("long-lines", new LongLines());
        ALL.put("merge", new MergedPods());
        ALL.put("idle", new IdleStreams());
        ALL.put("terminations", new Terminations());
        ALL.put("few-viewers", Figures::fewViewers);
        ALL.put("cached-pods", new CachedPods());
        ALL.put("lists", new Lists());
        ALL.put("overhead", new Overhead());
    }

    private Figures() {}

    /** Arguments: the name of a figure and its own arguments; nothing for all. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = List.of(args);
        int code = 0;
        try (Rig rig = new Rig()) {
            if (arguments.isEmpty()) {
                for (Figure figure : ALL.values()) {
                    figure.measure(rig, List.of());
                }
            } else {
                named(arguments.getFirst()).measure(rig, arguments.subList(1, arguments.size()));
            }
        } catch (Exception e) {
            e.printStackTrace();
            code = 1;
        }
        System.exit(code);
    }

    private static Figure named(String name) {
        Figure figure = ALL.get(name);
        if (figure == null) {
            throw new IllegalArgumentException(name + " is none of " + ALL.keySet());
        }
        return figure;
    }

    /** Gateway and viewers in this JVM, the viewers parse what they read. */
    private static void fewViewers(Rig rig, List<String> arguments) throws Exception {
        try (Lens lens = Lens.ready(rig.cluster(), GatewayConfig.of(rig.keycloak()))) {
            LineLatency.measure(rig.cluster(), lens.client(), rig.token(), 20, WARM_UP, Duration.ofMillis(5));
            System.out.println(
                    LineLatency.measure(rig.cluster(), lens.client(), rig.token(), 20, 1200, Duration.ofMillis(50)));
            System.out.println(ManyStreams.measure(rig.cluster(), lens.client(), rig.token(), 100, 30));
        }
    }
}
