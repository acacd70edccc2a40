package io.kubelens.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedListTest {
    private static final Random RANDOM = new Random(1);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 30})
    void isValidJsonOfAllPieces(int pieces) throws Exception {
        RenderedList<String> list = list(pieces, 50);

        JsonNode json = new ObjectMapper().readTree(joined(list.json()));

        assertThat(json).hasSize(50 * pieces);
        assertThat(list).hasSize(50 * pieces);
        for (int i = 0; i < list.size(); i++) {
            assertThat(json.get(i).asText()).isEqualTo(list.get(i));
        }
    }

    /** Large ones too: what is zipped at once must be of one output buffer or many. */
    @ParameterizedTest
    @ValueSource(ints = {1, 50, 5000})
    void unzipsToItsJson(int items) throws Exception {
        for (int pieces : List.of(0, 1, 3)) {
            RenderedList<String> list = list(pieces, items);
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(joined(list.zipped())))) {
                assertThat(in.readAllBytes()).isEqualTo(joined(list.json()));
            }
        }
    }

    @Test
    void hasADigestOfItsOwn() {
        Piece<String, String> one = piece(List.of("a", "b"));
        Piece<String, String> two = piece(List.of("c"));

        byte[] digest = new RenderedList<>(List.of(one, two)).digest();

        assertThat(new RenderedList<>(List.of(piece(List.of("a", "b")), two)).digest())
                .isEqualTo(digest);
        assertThat(new RenderedList<>(List.of(two, one)).digest()).isNotEqualTo(digest);
        assertThat(new RenderedList<>(List.of(one)).digest()).isNotEqualTo(digest);
    }

    private static RenderedList<String> list(int pieces, int items) {
        return new RenderedList<>(IntStream.range(0, pieces)
                .mapToObj(i -> piece(IntStream.range(0, items)
                        .mapToObj(j -> "ä" + RANDOM.nextLong())
                        .toList()))
                .toList());
    }

    private static Piece<String, String> piece(List<String> texts) {
        return Piece.of(texts, text -> "", text -> text);
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
