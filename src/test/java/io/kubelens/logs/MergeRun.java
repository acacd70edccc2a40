package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.logs.Arrivals.Arrival;
import io.kubelens.logs.Arrivals.Line;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Viewers of an app, one for each form, while its lines arrive. */
final class MergeRun {
    static final String SSE = "text/event-stream";
    static final String NDJSON = "application/x-ndjson";
    static final String TEXT = "text/plain";
    private static final List<String> FORMS = List.of(SSE, NDJSON, TEXT);
    private static final Pattern IDS = Pattern.compile("(?m)^id: .*\n");
    final StillWorld world;
    private final List<Viewer> viewers;
    long now;

    MergeRun(RandomGenerator random, List<String> pods) {
        world = StillWorld.of(random);
        pods.forEach(world::pod);
        viewers =
                FORMS.stream().map(form -> world.viewApp(pods, "", null, form)).toList();
        settle();
        assertThat(world.api.followers()).isEqualTo(pods.size());
    }

    void settle() {
        world.settle(viewers.toArray(Viewer[]::new));
    }

    /** Lets time pass; everything happens when it is due. */
    void moveTo(long at) {
        while (now < at) {
            holdUp(Math.clamp(world.untilNextAlarm(), 1, at - now));
        }
        settle();
    }

    /** Lets so many nanoseconds pass in which nothing happens. */
    void holdUp(long nanos) {
        world.advance(nanos);
        now += nanos;
        settle();
    }

    MergeRun play(List<Arrival> arrivals) {
        for (Arrival arrival : arrivals) {
            if (arrival.at() > now) {
                moveTo(arrival.at());
            }
            write(arrival.line());
        }
        settle();
        moveTo(now + Arrivals.WINDOW);
        return this;
    }

    void write(Line line) {
        world.api.log(line.pod()).line(line.time(), line.text());
    }

    Viewer viewer(String form) {
        return viewers.get(FORMS.indexOf(form));
    }

    /** Cursors tell what has been read of other pods, so they alone differ. */
    List<String> bytes() {
        return viewers.stream()
                .map(viewer -> IDS.matcher(viewer.text()).replaceAll(""))
                .toList();
    }
}
