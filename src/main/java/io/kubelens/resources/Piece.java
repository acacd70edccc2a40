package io.kubelens.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some neighbours of a list, rendered: their JSON with commas between them. Kept from one rendering of the list to the next
 * while they are the same.
 *
 * @param <S> what is listed
 * @param <T> what is sent
 */
final class Piece<S, T> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final List<S> sources;
    private final List<String> details;
    private final List<T> items;
    private final byte[] json;
    private final byte[] digest;
    private volatile byte @Nullable [] zipped;

    private Piece(List<S> sources, List<String> details, List<T> items) {
        this.sources = sources;
        this.details = details;
        this.items = items;
        this.json = json(items);
        this.digest = digest(json);
    }

    static <S, T> Piece<S, T> of(List<S> sources, Function<S, String> detail, Function<S, T> render) {
        return new Piece<>(
                List.copyOf(sources),
                sources.stream().map(detail).toList(),
                sources.stream().map(render).toList());
    }

    private static byte[] json(List<?> items) {
        try {
            byte[] list = MAPPER.writeValueAsBytes(items);
            return Arrays.copyOfRange(list, 1, list.length - 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] digest(byte[] json) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it is made of these very objects. */
    boolean isOf(List<S> others) {
        boolean same = sources.size() == others.size();
        for (int i = 0; same && i < others.size(); i++) {
            same = sources.get(i) == others.get(i);
        }
        return same;
    }

    /** Whether what else is told of them is still that. */
    boolean tells(Function<S, String> detail) {
        List<String> now = new ArrayList<>(sources.size());
        sources.forEach(source -> now.add(detail.apply(source)));
        return details.equals(now);
    }

    S first() {
        return sources.getFirst();
    }

    List<T> items() {
        return items;
    }

    byte[] json() {
        return json;
    }

    byte[] digest() {
        return digest;
    }

    /** A part of a gzip stream; made when it is asked for first. */
    byte[] zipped() {
        byte[] known = zipped;
        if (known == null) {
            known = Gzip.part(json);
            zipped = known;
        }
        return known;
    }
}
