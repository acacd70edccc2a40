package io.kubelens.logs;

/**
 * Finds code points in bytes that may not be UTF-8. What is invalid counts as the WHATWG decoder does it: every maximal
 * part of a sequence that breaks off is one U+FFFD. The state survives from one chunk to the next.
 */
final class Utf8 {
    private int needed;
    private int lower = 0x80;
    private int upper = 0xBF;

    /** Whether this byte begins a code point (a valid one, or one that will be U+FFFD). */
    boolean starts(byte next) {
        int b = next & 0xFF;
        if (needed > 0 && b >= lower && b <= upper) {
            lower = 0x80;
            upper = 0xBF;
            needed--;
            return false;
        }
        lower = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        upper = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        needed = b < 0xC2 || b > 0xF4 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        return true;
    }

    /** How many code points begin in {@code [from, to)}. */
    int count(byte[] a, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (starts(a[i])) {
                count++;
            }
        }
        return count;
    }

    /** Where the code point number {@code index} (from 0) begins, or {@code to} when there are not that many. */
    static int offset(byte[] a, int from, int to, int index) {
        Utf8 state = new Utf8();
        int left = index;
        for (int i = from; i < to; i++) {
            if (state.starts(a[i]) && left-- == 0) {
                return i;
            }
        }
        return to;
    }

    /**
     * The length of the valid sequence of two to four bytes at {@code i}; when it is not valid, minus the number of
     * bytes that one U+FFFD stands for.
     */
    static int sequence(byte[] a, int i, int to) {
        Utf8 state = new Utf8();
        state.starts(a[i]);
        int end = i + 1;
        while (state.needed > 0) {
            if (end == to || state.starts(a[end])) {
                return i - end;
            }
            end++;
        }
        return end - i > 1 ? end - i : -1;
    }
}
