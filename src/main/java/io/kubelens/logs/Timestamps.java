package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * RFC 3339 times with nanoseconds, as bytes on one side and nanoseconds since 1970 on the other. A {@code long} holds
 * the years 1678 to 2261; other years do not parse.
 */
final class Timestamps {
    static final long NONE = Long.MIN_VALUE;
    static final long SECOND = 1_000_000_000L;

    /** The longest text that parses: {@code 2026-01-02T03:04:05.123456789+00:00}. */
    static final int LONGEST = 35;

    /** How long a date and a time of day are. */
    private static final int SECONDS = 19;

    /** What a fraction of so many digits counts, in nanoseconds. */
    private static final long[] UNITS = {SECOND, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private Timestamps() {}

    static long parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length);
    }

    /** The time that fills {@code [from, to)} completely, or {@link #NONE}. */
    static long parse(byte[] a, int from, int to) {
        if (to - from < 20 || to - from > LONGEST || !punctuated(a, from)) {
            return NONE;
        }
        Second last = Second.last;
        long seconds = last.isAt(a, from) ? last.seconds : seconds(a, from);
        if (seconds == NONE) {
            return NONE;
        }
        int end = from + SECONDS;
        long nanos = 0;
        if (a[end] == '.') {
            int first = ++end;
            for (; end < to && end - first < 9 && isDigit(a[end]); end++) {
                nanos = nanos * 10 + a[end] - '0';
            }
            if (end == first) {
                return NONE;
            }
            nanos *= UNITS[end - first];
        }
        int offset = offset(a, end, to);
        return offset == Integer.MIN_VALUE ? NONE : (seconds - offset) * SECOND + nanos;
    }

    /** What a date and a time of day say, without fraction and offset. */
    private static long seconds(byte[] a, int from) {
        int year = digits(a, from, 4);
        int month = digits(a, from + 5, 2);
        int day = digits(a, from + 8, 2);
        int hour = digits(a, from + 11, 2);
        int minute = digits(a, from + 14, 2);
        int second = digits(a, from + 17, 2);
        if (year < 1678 || year > 2261 || !isDay(year, month, day) || !isTime(hour, minute, second)) {
            return NONE;
        }
        return days(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second;
    }

    /** Writes UTC with up to 9 digits of fraction, trailing zeros trimmed, and {@code Z}. */
    static void format(Bytes out, long time) {
        out.put(Second.of(Math.floorDiv(time, SECOND)).date);
        long nanos = Math.floorMod(time, SECOND);
        if (nanos != 0) {
            out.put('.').digits(nanos, 9).trimZeros();
        }
        out.put('Z');
    }

    /** Writes the nanoseconds since 1970. */
    static void nanos(Bytes out, long time) {
        if (time < SECOND) {
            out.number(time);
        } else {
            out.put(Second.of(time / SECOND).number).digits(time % SECOND, 9);
        }
    }

    /** Writes the nanoseconds since 1970 in base 36. */
    static void base36(Bytes out, long time) {
        if (time < Stretch.LENGTH) {
            out.base36(time);
        } else {
            out.put(Stretch.of(time / Stretch.LENGTH).number).digits36(time % Stretch.LENGTH, Stretch.DIGITS);
        }
    }

    /** The nanoseconds that differ in the last six digits of base 36 only: 2.2 seconds. */
    private static final class Stretch {
        static final int DIGITS = 6;
        static final long LENGTH = 36L * 36 * 36 * 36 * 36 * 36;

        private static Stretch last = new Stretch(1);
        private final long count;
        private final byte[] number;

        private Stretch(long count) {
            this.count = count;
            number = Long.toString(count, 36).getBytes(StandardCharsets.US_ASCII);
        }

        /** Threads may overwrite each other's: all fields are final. */
        static Stretch of(long count) {
            Stretch known = last;
            if (known.count != count) {
                known = new Stretch(count);
                last = known;
            }
            return known;
        }
    }

    /** One second, as date and time and as a number. Most lines fall into the second of the line before. */
    private static final class Second {
        private static Second last = new Second(0);
        private final long seconds;
        private final byte[] date;
        private final byte[] number;

        private Second(long seconds) {
            this.seconds = seconds;
            Bytes text = new Bytes(LONGEST);
            date(text, Math.floorDiv(seconds, 86_400L));
            int rest = (int) Math.floorMod(seconds, 86_400L);
            text.put('T')
                    .digits(rest / 3600, 2)
                    .put(':')
                    .digits(rest / 60 % 60, 2)
                    .put(':')
                    .digits(rest % 60, 2);
            date = Arrays.copyOf(text.array(), text.size());
            number = Long.toString(seconds).getBytes(StandardCharsets.US_ASCII);
        }

        boolean isAt(byte[] a, int from) {
            return date.length == SECONDS && Arrays.equals(a, from, from + SECONDS, date, 0, SECONDS);
        }

        /** Threads may overwrite each other's: all fields are final. */
        static Second of(long seconds) {
            Second known = last;
            if (known.seconds != seconds) {
                known = new Second(seconds);
                last = known;
            }
            return known;
        }
    }

    static String text(long time) {
        Bytes out = new Bytes(32);
        format(out, time);
        return out.toString();
    }

    private static boolean punctuated(byte[] a, int from) {
        return a[from + 4] == '-'
                && a[from + 7] == '-'
                && (a[from + 10] | 0x20) == 't'
                && a[from + 13] == ':'
                && a[from + 16] == ':';
    }

    private static boolean isTime(int hour, int minute, int second) {
        return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
    }

    private static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        boolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int last =
                switch (month) {
                    case 2 -> leap ? 29 : 28;
                    case 4, 6, 9, 11 -> 30;
                    default -> 31;
                };
        return day <= last;
    }

    private static int offset(byte[] a, int at, int to) {
        if (at < to && (a[at] | 0x20) == 'z') {
            return at + 1 == to ? 0 : Integer.MIN_VALUE;
        }
        if (at + 6 != to || (a[at] != '+' && a[at] != '-') || a[at + 3] != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(a, at + 1, 2);
        int minutes = digits(a, at + 4, 2);
        if (!isTime(hours, minutes, 0)) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3600 + minutes * 60;
        return a[at] == '-' ? -seconds : seconds;
    }

    private static int digits(byte[] a, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            if (!isDigit(a[i])) {
                return -1;
            }
            value = value * 10 + a[i] - '0';
        }
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Days since 1970 in the Gregorian calendar; the year is counted from March so that a leap day comes last. */
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int ofEra = y - era * 400;
        int ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097L + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }

    private static void date(Bytes out, long days) {
        long shifted = days + 719_468;
        long era = shifted / 146_097;
        int ofEra = (int) (shifted - era * 146_097);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * ofYear + 2) / 153;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        out.digits(year, 4).put('-').digits(month, 2).put('-').digits(ofYear - (153 * shiftedMonth + 2) / 5 + 1, 2);
    }
}
