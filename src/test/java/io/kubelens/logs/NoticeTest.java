package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoticeTest {
    @Test
    void tellsAGapOfNoLengthWhenNothingWasSentBeforeIt() {
        assertThat(Notice.gap(Timestamps.NONE, 7, "buffer").gap()).isEqualTo(new Notice.Gap(7, 7, "buffer"));
        assertThat(Notice.gap(3, 7, "buffer").gap()).isEqualTo(new Notice.Gap(3, 7, "buffer"));
    }
}
