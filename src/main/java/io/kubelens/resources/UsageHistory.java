package io.kubelens.resources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one pod used lately, oldest first: at most 64 samples of 24 bytes, so at most 1.8 KB with its name (measured; 1 KB with 20). More push out the oldest.
 * For one thread.
 */
final class UsageHistory {
    static final int CAPACITY = 64;

    private long[] seconds = new long[4];
    private long[] cpu = new long[4];
    private long[] memory = new long[4];
    private int size;

    /** What was used at a time, which is in whole seconds. */
    record Sample(Instant at, Usage usage) {}

    /** A measurement that is not newer than the last is the same one, told again. */
    void add(Instant at, Usage usage) {
        long second = at.getEpochSecond();
        if (size > 0 && second <= seconds[size - 1]) {
            return;
        }
        if (size == CAPACITY) {
            drop(1);
        } else if (size == seconds.length) {
            grow();
        }
        seconds[size] = second;
        cpu[size] = usage.cpu();
        memory[size] = usage.memory();
        size++;
    }

    void forgetBefore(Instant oldest) {
        int old = 0;
        while (old < size && seconds[old] < oldest.getEpochSecond()) {
            old++;
        }
        if (old > 0) {
            drop(old);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** From that time on, inclusive. */
    List<Sample> since(Instant oldest) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Instant at = Instant.ofEpochSecond(seconds[i]);
            if (!at.isBefore(oldest)) {
                samples.add(new Sample(at, new Usage(cpu[i], memory[i])));
            }
        }
        return samples;
    }

    private void drop(int oldest) {
        size -= oldest;
        System.arraycopy(seconds, oldest, seconds, 0, size);
        System.arraycopy(cpu, oldest, cpu, 0, size);
        System.arraycopy(memory, oldest, memory, 0, size);
    }

    private void grow() {
        int length = Math.min(CAPACITY, seconds.length * 2);
        seconds = Arrays.copyOf(seconds, length);
        cpu = Arrays.copyOf(cpu, length);
        memory = Arrays.copyOf(memory, length);
    }
}
