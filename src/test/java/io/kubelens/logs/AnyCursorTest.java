package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubelens.request.BadRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cursors of random streams, and what may come back instead of them. */
class AnyCursorTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private static final String FOREIGN = "~.*+-_/=%,;: \t\r\n\0\u007f\u0085\u2028\uFEFFé日PAB09azAZ";
    private static final long YEARS = 200L * 365 * 86_400 * Timestamps.SECOND;

    /** A cursor's text and what it stands for. */
    private record Written(String text, Map<SourceId, Position> places, long newest, LogCursor.@Nullable Rest rest) {}

    private static Written write(RandomGenerator random, int sources) {
        List<SourceId> ids = new ArrayList<>(ids(random, sources));
        boolean left = random.nextInt(8) == 0;
        SourceId first = left ? LogCursor.LEFT : ids.getFirst();
        long newest = random.nextInt(4) == 0 ? random.nextLong(-YEARS, YEARS) : LogWorld.T0 + random.nextLong(1L << 60);
        long count = left ? Long.MAX_VALUE : number(random);
        Map<SourceId, Position> places = new HashMap<>();
        places.put(first, Position.after(newest, count));
        Bytes out = new Bytes(8);
        LogCursor.begin(out, first, newest, count);
        for (SourceId source : ids.subList(left ? 0 : 1, ids.size())) {
            int kind = random.nextInt(6);
            if (kind < 2) {
                LogCursor.entry(out, source);
                boolean before = source.text().compareTo(first.text()) < 0;
                places.put(source, Position.after(newest, before ? Long.MAX_VALUE : 0));
            } else if (kind == 2) {
                LogCursor.silent(out, source);
                places.put(source, Position.after(newest - LogCursor.SILENT, Long.MAX_VALUE));
            } else {
                places.put(source, place(random, newest));
                LogCursor.entry(out, source, places.get(source), newest);
            }
        }
        return new Written(out.toString(), places, newest, null);
    }

    private static Written withRest(RandomGenerator random, Written written) {
        LogCursor.Rest rest =
                new LogCursor.Rest(random.nextBoolean(), random.nextLong(1L << 40), random.nextLong(1L << 36));
        Bytes out = new Bytes(8).ascii(written.text());
        LogCursor.rest(out, rest.silent(), rest.createdBefore(), rest.sum() + (random.nextLong(4) << 36));
        return new Written(out.toString(), written.places(), written.newest(), rest);
    }

    private static Set<SourceId> ids(RandomGenerator random, int count) {
        Set<SourceId> ids = new LinkedHashSet<>();
        while (ids.size() < count) {
            StringBuilder id = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                id.append(DIGITS.charAt(random.nextInt(64)));
            }
            ids.add(new SourceId(id.toString()));
        }
        return ids;
    }

    private static Position place(RandomGenerator random, long newest) {
        long distance = random.nextLong(1L << random.nextInt(1, 61));
        long time = random.nextInt(5) == 0 ? newest + distance : newest - distance;
        return switch (random.nextInt(6)) {
            case 0 -> Position.BEGINNING;
            case 1 -> Position.afterPrinted(time);
            case 2 -> Position.after(time, Long.MAX_VALUE);
            default -> Position.after(time, number(random));
        };
    }

    /** Of any magnitude, and as long as the numbers that a cursor has room for. */
    private static long number(RandomGenerator random) {
        return random.nextLong(1L << random.nextInt(1, 62));
    }

    @Test
    void standsForTheSamePlacesWhenItComesBack() {
        RandomCases.check(1500, random -> {
            int sources = random.nextInt(1, random.nextInt(10) == 0 ? 90 : 12);
            Written written = write(random, sources);
            written = random.nextBoolean() ? withRest(random, written) : written;

            LogCursor cursor = LogCursor.parse(written.text());

            assertThat(cursor.places()).as(written.text()).isEqualTo(written.places());
            assertThat(cursor.newest()).isEqualTo(written.newest());
            assertThat(cursor.rest()).isEqualTo(written.rest());
            SourceId stranger = new SourceId("strngr");
            assertThat(cursor.place(stranger, Long.MAX_VALUE)).isNull();
            assertThat(cursor.place(stranger, -1) == null).isEqualTo(written.rest() == null);
        });
    }

    @Test
    void hasAtMost4KiBForLinesOfTheLastMinuteIn256Sources() {
        RandomCases.check(200, random -> {
            List<SourceId> ids = new ArrayList<>(ids(random, 256));
            Bytes out = new Bytes(8);
            LogCursor.begin(out, ids.getFirst(), LogWorld.T0, random.nextLong(1, 1_000_000));
            for (SourceId source : ids.subList(1, 256)) {
                long time = LogWorld.T0 - random.nextLong(LogCursor.SILENT);
                LogCursor.entry(out, source, Position.after(time, random.nextLong(1, 36)), LogWorld.T0);
            }
            LogCursor.rest(out, true, 1_767_225_600L, random.nextLong(1L << 36));

            assertThat(out.size()).isLessThanOrEqualTo(4096);
            assertThat(LogCursor.parse(out.toString()).places()).hasSize(256);
        });
    }

    @Test
    void isRefusedOrUnderstoodExactlyWhateverIsDoneToIt() {
        RandomCases.check(20_000, random -> {
            Written written = write(random, random.nextInt(1, 5));
            String text = (random.nextInt(3) == 0 ? withRest(random, written) : written).text();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                text = spoil(random, text);
            }
            LogCursor cursor = parse(text);
            if (cursor != null) {
                assertThat(cursor.places()).as(text).isEqualTo(CursorText.places(text));
            }
        });
    }

    private static @Nullable LogCursor parse(String text) {
        try {
            return LogCursor.parse(text);
        } catch (BadRequest refused) {
            assertThat(refused).hasMessageContaining("connect without it").hasMessageNotContaining("~");
            return null;
        }
    }

    private static String spoil(RandomGenerator random, String text) {
        int at = random.nextInt(text.length() + 1);
        int to = random.nextInt(at, text.length() + 1);
        String foreign = String.valueOf(FOREIGN.charAt(random.nextInt(FOREIGN.length())));
        return switch (random.nextInt(8)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, to) + text.substring(at);
            case 3 -> text.substring(0, at) + foreign + text.substring(at);
            case 4 -> text.substring(0, at) + foreign + text.substring(Math.min(text.length(), at + 1));
            case 5 -> text + '~' + text.substring(at);
            case 6 -> text.substring(0, at) + "9z_Z".repeat(random.nextInt(1, 9)) + text.substring(to);
            default -> text + foreign.repeat(1 << random.nextInt(random.nextInt(50) == 0 ? 21 : 8));
        };
    }
}
