package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamSlotsTest {
    private static final long NOW = 1_000_000_000_000L;
    private final UpstreamSlots slots = new UpstreamSlots();
    private final List<Integer> granted = new ArrayList<>();

    private List<UpstreamSlots.Ticket> take(String node, boolean follow, int count) {
        List<UpstreamSlots.Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            tickets.add(slots.take(node, follow, NOW, () -> granted.add(number)));
        }
        return tickets;
    }

    private long granted(List<UpstreamSlots.Ticket> tickets) {
        return tickets.stream().filter(ticket -> slots.isGranted(ticket, NOW)).count();
    }

    @Test
    void letsOthersOfTheNodeWaitInTheirOrder() {
        List<UpstreamSlots.Ticket> open = take("a", true, UpstreamSlots.FOLLOWING_PER_NODE);
        List<UpstreamSlots.Ticket> late = take("a", true, 3);
        assertThat(granted(open)).isEqualTo(UpstreamSlots.FOLLOWING_PER_NODE);
        assertThat(granted(late)).isZero();
        assertThat(granted(take("b", true, 1))).isEqualTo(1);
        assertThat(granted(take("a", false, 1))).isEqualTo(1);

        late.getFirst().close();
        open.getFirst().close();
        open.getFirst().close();
        assertThat(granted).containsExactly(1);
        assertThat(slots.waiting()).isEqualTo(1);
    }

    @Test
    void limitsAllNodesTogether() {
        int count = 0;
        for (int node = 0; node < 20; node++) {
            count += (int) granted(take("node-" + node, true, 500));
        }
        assertThat(count).isEqualTo(4096);
    }

    @Test
    void slowsDownForANodeThatIsOverloadedAndRecovers() {
        List<UpstreamSlots.Ticket> open = take("a", true, 100);
        slots.overloaded("a", true, NOW);
        open.subList(0, 30).forEach(UpstreamSlots.Ticket::close);
        assertThat(granted(take("a", true, 10))).isEqualTo(5);

        long later = NOW + 20 * Timestamps.SECOND;
        UpstreamSlots.Ticket waiting = take("a", true, 1).getFirst();
        assertThat(slots.isGranted(waiting, NOW)).isFalse();
        assertThat(slots.isGranted(waiting, later)).isTrue();
        for (int i = 0; i < 50; i++) {
            slots.overloaded("c", true, NOW);
        }
        assertThat(granted(take("c", true, 20))).isEqualTo(UpstreamSlots.FEWEST);
    }
}
