package io.kubelens.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.URI;
import org.junit.jupiter.api.Test;

class RealmTest {
    private static final URI SECURE = URI.create("https://sso/x");
    private static final URI PLAIN = URI.create("http://sso/x");

    @Test
    void readsNoKeysInTheClearForARealmOverTls() {
        assertThatIOException()
                .isThrownBy(() -> Realm.refuseDowngrade(SECURE, PLAIN))
                .withMessageContaining("https");
    }

    @Test
    void readsKeysAsTheRealmWasRead() {
        assertThatCode(() -> Realm.refuseDowngrade(SECURE, SECURE)).doesNotThrowAnyException();
        assertThatCode(() -> Realm.refuseDowngrade(PLAIN, PLAIN)).doesNotThrowAnyException();
        assertThatCode(() -> Realm.refuseDowngrade(PLAIN, SECURE)).doesNotThrowAnyException();
    }
}
