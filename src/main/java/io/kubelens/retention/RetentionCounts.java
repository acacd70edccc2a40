package io.kubelens.retention;

import java.util.concurrent.atomic.LongAdder;

/**
 * What has become of the logs of runs that have ended, for metrics.
 *
 * @param captured that the store has, whoever stored them
 * @param gaps of these, with a gap at the end
 * @param lost that the store never got before their time was over
 * @param failures of attempts, which are repeated
 */
public record RetentionCounts(LongAdder captured, LongAdder gaps, LongAdder lost, LongAdder failures) {
    RetentionCounts() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
