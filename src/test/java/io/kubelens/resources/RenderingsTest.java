package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kubelens.kube.Labelled;
import io.kubelens.kube.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;

class RenderingsTest {
    private final AtomicInteger rendered = new AtomicInteger();
    private final Renderings<Thing, String> lists = new Renderings<>();

    /** Each is another one, whatever its name. */
    private static final class Thing implements Labelled {
        private final String name;

        Thing(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }
    }

    @Test
    void rendersWhatHasNotChangedOnce() {
        List<Thing> things = things(2);

        List<String> first = render("shop", things, "now");

        assertThat(render("shop", new ArrayList<>(things), "now")).isSameAs(first);
        assertThat(rendered).hasValue(2);
    }

    @Test
    void rendersAgainWhenOneIsAnother() {
        List<Thing> things = things(2);
        List<String> first = render("shop", things, "now");

        assertThat(render("shop", with(things, 1, new Thing("thing-1")), "now")).isNotSameAs(first);
        assertThat(rendered).hasValue(4);
        assertThat(render("shop", things.subList(0, 1), "now")).containsExactly("thing-0 now");
    }

    @Test
    void rendersAgainInAnotherState() {
        List<Thing> things = things(1);

        assertThat(render("shop", things, "now")).containsExactly("thing-0 now");
        assertThat(render("shop", things, "later")).containsExactly("thing-0 later");
    }

    @Test
    void keepsWhatTellsTheSameInAnotherState() {
        List<Thing> things = things(100);
        lists.of("shop", things, 1, thing -> "old", this::name);
        lists.of("shop", things, 2, thing -> "old", this::name);

        assertThat(rendered).hasValue(100);
    }

    @Test
    void rendersOnlyWhatIsNearAChange() {
        List<Thing> things = things(2000);
        List<String> first = render("shop", things, "now");
        rendered.set(0);

        List<Thing> changed = with(things, 1000, new Thing("new"));
        List<String> second = render("shop", changed, "now");
        assertThat(rendered.getAndSet(0)).isBetween(1, 600);
        assertThat(second).hasSize(2000).contains("new now", atIndex(1000));
        assertThat(second.subList(0, 1000)).isEqualTo(first.subList(0, 1000));

        changed.removeFirst();
        assertThat(render("shop", changed, "now")).isEqualTo(second.subList(1, 2000));
        assertThat(rendered.get()).isBetween(1, 600);
    }

    @Test
    void neverTakesAListForWhatItHasBeen() {
        List<Thing> things = new ArrayList<>(things(2));
        render("shop", things, "now");
        things.set(0, new Thing("other"));

        assertThat(render("shop", things, "now")).containsExactly("other now", "thing-1 now");
    }

    @Test
    void neverTakesOneSnapshotForAnother() {
        List<Thing> things = things(3);
        render("shop", new Snapshot<>(things), "now");

        assertThat(render("shop", new Snapshot<>(things.subList(0, 2)), "now")).hasSize(2);
        assertThat(render("shop", new Snapshot<>(things.subList(1, 3)), "now"))
                .containsExactly("thing-1 now", "thing-2 now");
    }

    @Test
    void neverGivesOneNamespaceTheListOfAnother() {
        List<Thing> things = things(1);

        assertThat(render("shop", things, "now")).isNotSameAs(render("payments", things, "now"));
    }

    @Test
    void isWrittenAsAnyOtherList() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        List<String> list = render("shop", List.of(new Thing("ä")), "now");

        assertThat(json.writeValueAsString(list)).isEqualTo("[\"ä now\"]");
        assertThat(json.writeValueAsString(Map.of("list", list))).isEqualTo("{\"list\":[\"ä now\"]}");
    }

    private static List<Thing> things(int number) {
        return IntStream.range(0, number).mapToObj(i -> new Thing("thing-" + i)).toList();
    }

    private static List<Thing> with(List<Thing> things, int index, Thing other) {
        List<Thing> all = new ArrayList<>(things);
        all.set(index, other);
        return all;
    }

    private static Index atIndex(int index) {
        return Index.atIndex(index);
    }

    private String name(Thing thing) {
        rendered.incrementAndGet();
        return thing.name();
    }

    private List<String> render(String namespace, List<Thing> things, String state) {
        return lists.of(namespace, things, state, thing -> state, thing -> name(thing) + " " + state);
    }
}
