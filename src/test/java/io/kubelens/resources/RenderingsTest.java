package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenderingsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:00Z");

    private final AtomicInteger rendered = new AtomicInteger();
    private final Renderings<Object, String> lists = new Renderings<>(each -> each);

    @Test
    void rendersWhatHasNotChangedOnce() {
        List<Object> things = List.of(new Object(), new Object());

        List<String> first = render("shop", things, NOW);

        assertThat(render("shop", new ArrayList<>(things), NOW)).isSameAs(first);
        assertThat(rendered).hasValue(2);
    }

    @Test
    void rendersAgainWhenOneIsAnother() {
        Object kept = new Object();
        List<String> first = render("shop", List.of(kept, new Object()), NOW);

        assertThat(render("shop", List.of(kept, new Object()), NOW)).isNotSameAs(first);
        assertThat(render("shop", List.of(kept), NOW)).hasSize(1);
    }

    @Test
    void rendersAgainInTheNextMinute() {
        List<Object> things = List.of(new Object());

        assertThat(render("shop", things, NOW)).isNotSameAs(render("shop", things, NOW.plusSeconds(60)));
    }

    @Test
    void neverGivesOneNamespaceTheListOfAnother() {
        List<Object> things = List.of(new Object());

        assertThat(render("shop", things, NOW)).isNotSameAs(render("payments", things, NOW));
    }

    @Test
    void looksIntoThingsThatAreMadeOfSeveral() {
        Renderings<List<Object>, String> lists = new Renderings<>(each -> each);
        Object app = new Object();
        List<String> first = lists.of("shop", List.of(List.of(app, "a")), NOW, Object::toString);
        String equal = new String(new char[] {'a'});

        assertThat(lists.of("shop", List.of(List.of(app, equal)), NOW, Object::toString))
                .isSameAs(first);
        assertThat(lists.of("shop", List.of(List.of(app, new Object())), NOW, Object::toString))
                .isNotSameAs(first);
        assertThat(lists.of("shop", List.of(List.of(app)), NOW, Object::toString))
                .isNotSameAs(first);
    }

    @Test
    void isWrittenAsAnyOtherList() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        RenderedList<Object> list = new RenderedList<>(List.of("ä", Map.of("a", 1)));

        assertThat(json.writeValueAsString(list)).isEqualTo("[\"ä\",{\"a\":1}]");
        assertThat(json.writeValueAsString(Map.of("list", list))).isEqualTo("{\"list\":[\"ä\",{\"a\":1}]}");
        assertThat(list).containsExactly("ä", Map.of("a", 1));
    }

    private List<String> render(String namespace, List<Object> things, Instant minute) {
        return lists.of(namespace, things, minute, thing -> {
            rendered.incrementAndGet();
            return thing.toString();
        });
    }
}
