package io.kubelens.kube;

import java.util.function.Supplier;

/**
 * What is in memory of the log of one run of a container.
 *
 * @param text makes of it the lines with their times, as the kubelet writes them
 * @param lines how many these are, at most
 * @param ended whether the last of them is the last one of the run
 * @param begun whether the first of them is the first one of the run
 * @param cut whether any of them may be shorter than it was
 */
public record HeldRun(Supplier<byte[]> text, long lines, boolean ended, boolean begun, boolean cut) {}
