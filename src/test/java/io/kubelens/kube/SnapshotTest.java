package io.kubelens.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private final WatchedShop shop = new WatchedShop(List.of("Deployment"));

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void choosesOnceForEachWhoChooses() {
        Snapshot<String> all = new Snapshot<>(List.of("a", "b"));
        Object policy = new Object();

        Snapshot<String> chosen = all.choose(policy, some -> some.subList(0, 1));

        assertThat(chosen).containsExactly("a");
        assertThat(all.choose(policy, some -> some)).isSameAs(chosen);
        assertThat(all.choose(new Object(), some -> some)).containsExactly("a", "b");
        assertThat(new Snapshot<>(all).choose(policy, some -> some)).containsExactly("a", "b");
    }

    @Test
    void isTheSameWhileNothingChanges() {
        shop.pod("web-1", "{app: web}", "");
        shop.synced();

        assertThat(shop.cache.pods("shop")).isSameAs(shop.cache.pods("shop"));
        assertThat(shop.cache.apps("shop")).isSameAs(shop.cache.apps("shop"));
    }

    @Test
    void keepsThePodsThatHaveNotChanged() {
        shop.pod("web-1", "{}", "");
        shop.pod("web-2", "{}", "");
        shop.synced();
        List<KubePod> before = shop.cache.pods("shop");

        shop.pod("web-2", "{app: web}", "");

        await().until(() -> shop.cache.pods("shop") != before);
        List<KubePod> after = shop.cache.pods("shop");
        assertThat(after.getFirst()).isSameAs(before.getFirst());
        assertThat(after.getLast().labels()).containsEntry("app", "web");
        assertThat(before.getLast().labels()).isEmpty();
    }

    /** Nothing of the pod itself changes. */
    @Test
    void tellsOfAnOwnerThatIsSeenLater() {
        shop.pod("web-1", "{}", WatchedShop.owner("apps/v1", "ReplicaSet", "web-abc"));
        shop.synced();
        assertThat(owner()).isEqualTo("web-abc");

        shop.put(
                "replicasets",
                """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web-abc
                  uid: uid-web-abc
                  ownerReferences: [%s]
                """
                        .formatted(WatchedShop.owner("apps/v1", "Deployment", "web")));

        await().until(() -> owner().equals("web"));
    }

    private String owner() {
        return shop.cache.pods("shop").getFirst().ownerApp().orElse("");
    }
}
