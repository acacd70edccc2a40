package io.kubelens.http;

import io.kubelens.resources.RenderedList;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The forms in which a body can go out, each made when it is asked for. */
sealed interface Forms {
    int length();

    /** Another one when the body is another. */
    byte[] digest();

    Buffer plain();

    Buffer zipped();

    /** A body that is made for one answer. */
    final class Single implements Forms {
        private final byte[] body;

        Single(byte[] body) {
            this.body = body;
        }

        @Override
        public int length() {
            return body.length;
        }

        @Override
        public byte[] digest() {
            try {
                return MessageDigest.getInstance("SHA-256").digest(body);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Buffer plain() {
            return around(List.of(body));
        }

        @Override
        public Buffer zipped() {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream(body.length / 8);
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped, 16 * 1024)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return around(List.of(zipped.toByteArray()));
        }
    }

    /** A list that is sent to many as it is. */
    record Listed(RenderedList<?> list) implements Forms {
        @Override
        public int length() {
            return list.json().stream().mapToInt(part -> part.length).sum();
        }

        @Override
        public byte[] digest() {
            return list.digest();
        }

        @Override
        public Buffer plain() {
            return around(list.json());
        }

        @Override
        public Buffer zipped() {
            return around(list.zipped());
        }
    }

    /** Without a copy: a large one in one piece costs more than all else about an answer. */
    @SuppressWarnings("deprecation") // Vert.x 4 has no other way.
    private static Buffer around(List<byte[]> parts) {
        return Buffer.buffer(Unpooled.wrappedBuffer(parts.toArray(byte[][]::new)));
    }
}
