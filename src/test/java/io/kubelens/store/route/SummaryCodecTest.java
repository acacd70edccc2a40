package io.kubelens.store.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.File;
import java.io.IOException;
import java.io.InvalidClassException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultExchangeHolder;
import org.junit.jupiter.api.Test;
import org.redisson.client.handler.State;

class SummaryCodecTest {
    private final SummaryCodec codec = new SummaryCodec();

    private Object back(Object kept) throws IOException {
        return codec.getValueDecoder().decode(codec.getValueEncoder().encode(kept), new State());
    }

    @Test
    void givesAnExchangeBack() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.getMessage().setBody(new ArrayList<>(List.of("web-1", 3)));
            Exchange again = new DefaultExchange(camel);

            DefaultExchangeHolder.unmarshal(
                    again, (DefaultExchangeHolder) back(DefaultExchangeHolder.marshal(exchange)));

            assertThat(again.getMessage().getBody()).isEqualTo(List.of("web-1", 3));
        }
    }

    @Test
    void takesNoOtherClasses() {
        assertThatThrownBy(() -> back(new File("x"))).isInstanceOf(InvalidClassException.class);
        assertThatThrownBy(() -> back(new ArrayList<>(List.of(new File("x")))))
                .isInstanceOf(InvalidClassException.class);
    }

    @Test
    void takesNothingEndless() {
        List<Object> nested = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        List<Object> deep = nested;
        assertThatThrownBy(() -> back(deep)).isInstanceOf(InvalidClassException.class);
        List<Object> large = new ArrayList<>(List.of("x".repeat(2_000_000), new ArrayList<>()));
        assertThatThrownBy(() -> back(large)).isInstanceOf(InvalidClassException.class);
    }

    @Test
    void saysWhatCannotBeRead() {
        ByteBuf noise = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4});
        assertThatThrownBy(() -> codec.getValueDecoder().decode(noise, new State()))
                .isInstanceOf(IOException.class);
    }
}
