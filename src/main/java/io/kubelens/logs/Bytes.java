package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that events are written into. */
final class Bytes {
    private static final int LONGEST = 20;
    private static final byte[] DECIMAL = pairs(10);
    private static final byte[] BASE_36 = pairs(36);

    private byte[] array;
    private int size;

    Bytes(int capacity) {
        array = new byte[capacity];
    }

    Bytes put(int b) {
        room(1);
        array[size++] = (byte) b;
        return this;
    }

    Bytes put(byte[] some) {
        return put(some, 0, some.length);
    }

    Bytes put(byte[] some, int from, int to) {
        room(to - from);
        System.arraycopy(some, from, array, size, to - from);
        size += to - from;
        return this;
    }

    /** Text that is known to be ASCII. */
    Bytes ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            array[size++] = (byte) text.charAt(i);
        }
        return this;
    }

    Bytes number(long value) {
        return value >= 0 && value < 10 ? put((int) ('0' + value)) : number(value, 10, DECIMAL);
    }

    /** As {@link Long#toString(long, int)} with {@code 36}. */
    Bytes base36(long value) {
        return number(value, 36, BASE_36);
    }

    /** Two digits at a time. */
    private Bytes number(long value, int base, byte[] pairs) {
        if (value < 0) {
            return ascii(Long.toString(value, base));
        }
        room(LONGEST);
        int end = size + LONGEST;
        int at = end;
        long rest = value;
        do {
            // Constants: dividing by what is not known beforehand takes ten times as long.
            long next = base == 10 ? rest / 100 : rest / 1296;
            int pair = 2 * (int) (base == 10 ? rest - next * 100 : rest - next * 1296);
            rest = next;
            array[--at] = pairs[pair + 1];
            array[--at] = pairs[pair];
        } while (rest > 0);
        if (array[at] == '0' && at < end - 1) {
            at++;
        }
        System.arraycopy(array, at, array, size, end - at);
        size += end - at;
        return this;
    }

    /** The last digits of a number that is not negative, with leading zeros. */
    Bytes digits(long value, int width) {
        room(width);
        return fill(value, width, 10, DECIMAL);
    }

    /** The last digits of a number that is not negative, in base 36, with leading zeros. */
    Bytes digits36(long value, int width) {
        room(width);
        return fill(value, width, 36, BASE_36);
    }

    private Bytes fill(long value, int width, int base, byte[] pairs) {
        int at = size + width;
        long rest = value;
        while (at > size) {
            long next = base == 10 ? rest / 100 : rest / 1296;
            int pair = 2 * (int) (base == 10 ? rest - next * 100 : rest - next * 1296);
            rest = next;
            array[--at] = pairs[pair + 1];
            if (at > size) {
                array[--at] = pairs[pair];
            }
        }
        size += width;
        return this;
    }

    /** Takes zeros at the end back. */
    Bytes trimZeros() {
        while (array[size - 1] == '0') {
            size--;
        }
        return this;
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    /** Takes the last bytes back. */
    void shrink(int by) {
        size -= by;
    }

    void clear() {
        size = 0;
    }

    private static byte[] pairs(int base) {
        byte[] pairs = new byte[2 * base * base];
        for (int i = 0; i < base * base; i++) {
            pairs[2 * i] = (byte) Character.forDigit(i / base, base);
            pairs[2 * i + 1] = (byte) Character.forDigit(i % base, base);
        }
        return pairs;
    }

    private void room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }

    @Override
    public String toString() {
        return new String(array, 0, size, StandardCharsets.UTF_8);
    }
}
