package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubelens.request.BadRequest;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCursorTest {
    private static final SourceId A = new SourceId("aaaaaa");
    private static final SourceId M = new SourceId("mmmmmm");
    private static final SourceId Z = new SourceId("zzzzzz");

    @Test
    void givesBackEveryPlace() {
        Random random = new Random(4);
        for (int i = 0; i < 1_000; i++) {
            long time = random.nextLong(Long.MIN_VALUE / 4, Long.MAX_VALUE / 4);
            long count = random.nextLong(1, 1_000_000_000L);
            Bytes out = new Bytes(8);
            LogCursor.begin(out, M, time, count);
            LogCursor.entry(out, A, Position.after(-time, 7), time);
            LogCursor.entry(out, Z, Position.afterPrinted(time), time);

            LogCursor cursor = LogCursor.parse(out.toString());

            assertThat(cursor.newest()).isEqualTo(time);
            assertThat(cursor.place(M, 0)).isEqualTo(Position.after(time, count));
            assertThat(cursor.place(A, 0)).isEqualTo(Position.after(-time, 7));
            assertThat(cursor.place(Z, 0)).isEqualTo(Position.afterPrinted(time));
        }
    }

    @Test
    void placesSourcesWithoutTimeAroundTheNewestLine() {
        LogCursor cursor = LogCursor.parse("1~mmmmmm.rs.3~aaaaaa~zzzzzz");

        assertThat(cursor.place(A, 0)).isEqualTo(Position.after(1000, Long.MAX_VALUE));
        assertThat(cursor.place(Z, 0)).isEqualTo(Position.after(1000, 0));
        assertThat(cursor.place(new SourceId("bbbbbb"), 0)).isNull();
    }

    @Test
    void tellsEveryCountFromEveryMark() {
        for (long count : new long[] {0, 1, 2, 24, 25, 26, 10, 11, 35, 36, Long.MAX_VALUE}) {
            Bytes out = new Bytes(8);
            LogCursor.begin(out, M, 1000, Math.max(1, count));
            LogCursor.entry(out, A, Position.after(900, count), 1000);
            LogCursor.entry(out, Z, Position.BEGINNING, 1000);
            LogCursor cursor = LogCursor.parse(out.toString());

            assertThat(cursor.place(M, 0)).isEqualTo(Position.after(1000, Math.max(1, count)));
            assertThat(cursor.place(A, 0)).isEqualTo(Position.after(900, count));
            assertThat(cursor.place(Z, 0)).isEqualTo(Position.BEGINNING);
        }
    }

    @Test
    void placesOthersOfOlderPodsWhereTheNewestLineStands() {
        LogCursor cursor = LogCursor.parse("1~mmmmmm.rs.3~=rs.0");

        assertThat(cursor.place(A, 999)).isEqualTo(Position.after(1000, Long.MAX_VALUE));
        assertThat(cursor.place(Z, 999)).isEqualTo(Position.after(1000, 0));
        assertThat(cursor.place(Z, 1000)).isNull();
    }

    @Test
    void placesOthersOfOlderPodsAMinuteBefore() {
        LogCursor cursor = LogCursor.parse("1~mmmmmm.rs.3~aaaaaa~*rs.0");

        assertThat(cursor.place(Z, 999)).isEqualTo(Position.after(1000 - LogCursor.SILENT, Long.MAX_VALUE));
        assertThat(cursor.place(Z, 1000)).isNull();
        assertThat(cursor.place(A, 1000)).isEqualTo(Position.after(1000, Long.MAX_VALUE));
    }

    @Test
    void placesASilentSourceAMinuteBefore() {
        LogCursor cursor = LogCursor.parse("1~mmmmmm.rs.3~zzzzzz.S~=rs.0");

        assertThat(cursor.place(Z, 0)).isEqualTo(Position.after(1000 - LogCursor.SILENT, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1~mmmmmm.rs.3~*",
                "1~mmmmmm.rs.3~*rs.0~=rs.0",
                "1~mmmmmm.rs.3~=rs.0~aaaaaa",
                "1~mmmmmm.rs.3~=rs.zzzzzzz",
                "1~mmmmmm.rs.S",
                "1~*rs.0",
                "1~mmmmmm.rs.3~aaaaaa.3",
                "1~mmmmmm.rs.B",
                "1~mmmmmm.rs.3~aaaaaa5.b.c",
                "7",
                "1",
                "1~",
                "2~mmmmmm.rs.3",
                "1~mmmmmm",
                "1~mmmmmm.rs.3~",
                "1~mmmmmm.rs",
                "1~mmmmmm.zzzzzzzzzzzzz.3",
                "1~mmmmmm.rs.3~mmmmmm",
                "1~mm/mmm.rs.3",
                "1~mmmmmm.rs.3\n",
                "1~mmmmmm.rs.3~aaaaaaG0000000000",
                "1~mmmmmm.rs.3~aaaaaa80000000000",
                "1~mmmmmm.rs.3~aaaaaa+7__________",
                "1~mmmmmm.-1y2p0ij32e8e8.1",
                "1~mmmmmm.-1y2p0ij32e8e8.1~*rs.0",
                "1~mmmmmm.-1y2p0ij32e8e7.1~*rs.0",
                "1~mmmmmm.-1y2p0ij32e8e7.1~zzzzzz.S",
                "1~mmmmmm.1y2p0ij32e8e7.1",
                "1~mmmmmm.0.3~aaaaaa7__________.1"
            })
    void refusesWhatIsNoCursor(String text) {
        assertThatThrownBy(() -> LogCursor.parse(text))
                .isInstanceOf(BadRequest.class)
                .hasMessageContaining("connect without it");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> LogCursor.parse("1~mmmmmm.rs.3" + "~aaaaaa".repeat(10_000)))
                .isInstanceOf(BadRequest.class);
    }
}
