package io.kubelens.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonFramesTest {
    private final SourceLabel web =
            new SourceLabel(ContainerLog.current(new PodLog(Pods.running("web"), List.of("main")))
                    .getFirst());

    @Test
    void leavesTheIdOutWhenThereIsNoCursor() {
        Bytes out = new Bytes(8);
        new JsonFrames(true).log(out, web, new LogLine(), false, nothing -> {});

        assertThat(out.toString()).startsWith("event: log\ndata: {").endsWith("}\n\n");
    }
}
