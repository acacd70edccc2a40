package io.kubelens.store.route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.redisson.client.codec.BaseCodec;
import org.redisson.client.handler.State;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/** What an aggregator keeps, serialised; of what comes back, only classes that it keeps are taken. */
final class SummaryCodec extends BaseCodec {
    private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter("maxdepth=20;maxbytes=1048576;"
            + "org.apache.camel.support.DefaultExchangeHolder;io.kubelens.retention.*;java.lang.*;java.util.*;!*");

    @Override
    public Decoder<Object> getValueDecoder() {
        return SummaryCodec::read;
    }

    @Override
    public Encoder getValueEncoder() {
        return SummaryCodec::write;
    }

    private static Object read(ByteBuf bytes, State state) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteBufInputStream(bytes))) {
            in.setObjectInputFilter(KNOWN);
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    private static ByteBuf write(Object kept) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(kept);
        }
        return Unpooled.wrappedBuffer(bytes.toByteArray());
    }
}
