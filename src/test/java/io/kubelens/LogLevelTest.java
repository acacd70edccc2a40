package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.kubelens.demo.DemoGateway;
import io.kubelens.request.BadRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogLevelTest {
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.kubelens");
    private final @Nullable Level before = ours.getLevel();
    private final LogLevel level = new LogLevel();

    @AfterEach
    void putBack() {
        ours.setLevel(before);
    }

    @Test
    void isThatOfAllOfOursAndOfNothingElse() {
        Logger library = (Logger) LoggerFactory.getLogger("org.apache.camel");
        Level theirs = library.getEffectiveLevel();

        assertThat(level.set("trace")).isEqualTo(new LogLevel.Now("trace"));

        assertThat(LoggerFactory.getLogger("io.kubelens.http.Gateway").isTraceEnabled())
                .isTrue();
        assertThat(library.getEffectiveLevel()).isEqualTo(theirs);
    }

    @Test
    void staysWhenWhatIsAskedForIsNone() {
        level.set("warn");

        assertThatThrownBy(() -> level.set("loud")).isInstanceOf(BadRequest.class);
        assertThat(LogLevel.current()).isEqualTo("warn");
    }

    @Test
    void staysWhenTheChangeCannotBeAudited(@TempDir Path routes) throws Exception {
        level.set("info");
        EditedRoutes.mute(routes);
        try (DemoGateway mute = DemoGateway.start(DemoGateway.Ports.FREE, List.of(routes), "application.properties");
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest change = HttpRequest.newBuilder(URI.create(mute.url() + "/api/v1/admin/log-level?level=trace"))
                    .header("Authorization", "Bearer " + mute.issuer().token("admin"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();

            assertThat(http.send(change, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(500);
            assertThat(LogLevel.current()).isEqualTo("info");
        }
    }
}
