package io.kubelens.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What the kubelet writes into a log answer that has already begun with 200, as a line without a time (kubelet
 * {@code pkg/kubelet/kubelet.go} and cri-client {@code logs.go}).
 */
final class KubeletFailure {
    private static final List<byte[]> BEGINNINGS = List.of(
            bytes("failed to create fsnotify watcher"),
            bytes("failed to try resolving symlinks"),
            bytes("failed to open log file"),
            bytes("failed to watch"),
            bytes("unable to retrieve container logs"),
            bytes("rpc error:"),
            bytes("Unable to retrieve container logs"),
            bytes("error from daemon"));

    private KubeletFailure() {}

    static boolean matches(byte[] a, int from, int to) {
        for (byte[] beginning : BEGINNINGS) {
            int end = from + beginning.length;
            if (end <= to && Arrays.equals(a, from, end, beginning, 0, beginning.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
