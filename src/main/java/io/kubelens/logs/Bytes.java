package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that events are written into. */
final class Bytes {
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
        return number(value, 10);
    }

    /** In a base of up to 36, as {@link Long#toString(long, int)}. */
    Bytes number(long value, int base) {
        if (value < 0) {
            return ascii(Long.toString(value, base));
        }
        int width = 1;
        for (long rest = value / base; rest > 0; rest /= base) {
            width++;
        }
        room(width);
        long rest = value;
        for (int i = size + width - 1; i >= size; i--) {
            array[i] = (byte) Character.forDigit((int) (rest % base), base);
            rest /= base;
        }
        size += width;
        return this;
    }

    /** A number that is not negative, with leading zeros. */
    Bytes digits(int value, int width) {
        room(width);
        int rest = value;
        for (int i = size + width - 1; i >= size; i--) {
            array[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += width;
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
