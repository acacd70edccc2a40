package io.kubelens.retention;

import java.io.Serializable;

/**
 * How one run ended, in a summary of its pod.
 *
 * @param terminatedAt RFC 3339
 * @param stored false when another replica had stored its log
 */
public record RunSummary(
        String namespace,
        String podName,
        String uid,
        String containerName,
        int restart,
        String terminatedAt,
        int exitCode,
        int signal,
        String reason,
        boolean stored)
        implements Serializable {}
