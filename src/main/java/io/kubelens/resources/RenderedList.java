package io.kubelens.resources;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A list whose JSON, its digest and its zipped form are made once, however often it is sent. */
public final class RenderedList<T> extends AbstractList<T> implements JsonSerializable, RandomAccess {
    private final List<? extends Piece<?, T>> pieces;
    private final List<T> items;
    private final List<byte[]> json;
    private final byte[] digest;
    private final ReentrantLock zipping = new ReentrantLock();
    private volatile @Nullable List<byte[]> zipped;

    RenderedList(List<? extends Piece<?, T>> pieces) {
        this.pieces = pieces;
        this.items = pieces.stream().flatMap(piece -> piece.items().stream()).toList();
        this.json = json(pieces);
        this.digest = digest(pieces);
    }

    private static List<byte[]> json(List<? extends Piece<?, ?>> pieces) {
        List<byte[]> json = new ArrayList<>(2 * pieces.size() + 2);
        for (Piece<?, ?> piece : pieces) {
            json.add(ascii(json.isEmpty() ? "[" : ","));
            json.add(piece.json());
        }
        json.add(ascii(json.isEmpty() ? "[]" : "]"));
        return json;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] digest(List<? extends Piece<?, ?>> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            pieces.forEach(piece -> digest.update(piece.digest()));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its JSON, one part after the other; not to be changed. */
    public List<byte[]> json() {
        return json;
    }

    /** The gzip form of its JSON, one part after the other; not to be changed. */
    public List<byte[]> zipped() {
        List<byte[]> known = zipped;
        return known == null ? zippedOnce() : known;
    }

    /** Whoever asks meanwhile waits: it takes longer than anything else about an answer. */
    private List<byte[]> zippedOnce() {
        zipping.lock();
        try {
            List<byte[]> known = zipped;
            if (known == null) {
                known = zip();
                zipped = known;
            }
            return known;
        } finally {
            zipping.unlock();
        }
    }

    private List<byte[]> zip() {
        List<byte[]> parts = new ArrayList<>(2 * pieces.size() + 4);
        parts.add(Gzip.HEADER);
        parts.add(Gzip.stored('[', false));
        for (int i = 0; i < pieces.size(); i++) {
            if (i > 0) {
                parts.add(Gzip.stored(',', false));
            }
            parts.add(pieces.get(i).zipped());
        }
        parts.add(Gzip.stored(']', true));
        parts.add(Gzip.trailer(json));
        return parts;
    }

    /** Of its JSON: another one when that is another; not to be changed. */
    public byte[] digest() {
        return digest;
    }

    @Override
    public T get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider serializers) throws IOException {
        generator.writeStartArray();
        for (T item : items) {
            serializers.defaultSerializeValue(item, generator);
        }
        generator.writeEndArray();
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(generator, serializers);
    }
}
