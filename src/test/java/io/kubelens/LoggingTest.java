package io.kubelens;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;

final class LoggingTest {
    private static final String HOSTILE = "asked for\n12:00:00.000 INFO  Gate: all is well\u001b[2J";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void writesOneJsonObjectPerEventToStderr() throws Exception {
        logged("json", context -> {
            MDC.put("request_id", "r1");
            Logger log = context.getLogger("io.kubelens.http.Gate");
            log.atInfo().addKeyValue("status", 403).addKeyValue("ms", 12).log(HOSTILE);
            MDC.remove("request_id");
        });
        JsonNode event = new ObjectMapper().readTree(err.toString(StandardCharsets.UTF_8));
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        assertThat(event.path("ts").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(event.path("level").asText()).isEqualTo("INFO");
        assertThat(event.path("logger").asText()).isEqualTo("io.kubelens.http.Gate");
        assertThat(event.path("msg").asText()).isEqualTo(HOSTILE);
        assertThat(event.path("request_id").asText()).isEqualTo("r1");
        assertThat(event.path("status").asInt()).isEqualTo(403);
        assertThat(event.path("ms").asInt()).isEqualTo(12);
        assertThat(event.path("thread").asText()).isNotEmpty();
        assertThat(out.size()).isZero();
    }

    @Test
    void putsTheStackTraceIntoTheSameJsonObject() throws Exception {
        logged("json", context -> context.getLogger("io.kubelens.X").error("failed", new IllegalStateException("no")));
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(err.toByteArray()).path("stack").asText())
                .contains("IllegalStateException: no")
                .contains("at io.kubelens.LoggingTest");
    }

    @Test
    void keepsAHostileMessageOnItsLineOfText() throws Exception {
        logged("text", context -> context.getLogger("io.kubelens.http.Gate").warn("it {}", HOSTILE));
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("WARN  Gate: it asked for?12:00:00.000")
                .doesNotContain("\u001b");
    }

    @Test
    void indentsWhatAnExceptionSaysSoThatItBeginsNoLineOfText() throws Exception {
        logged("text", context -> context.getLogger("io.kubelens.X")
                .warn("failed", new IllegalStateException(HOSTILE)));
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
        assertThat(err.toString(StandardCharsets.UTF_8).lines().skip(1))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("    "));
    }

    @Test
    void writesTheAuditTrailAsItIsAndAloneToStdout() throws Exception {
        logged("text", context -> context.getLogger("audit").info("{\"event\":\"denied\"}"));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("{\"event\":\"denied\"}\n");
        assertThat(err.size()).isZero();
    }

    @Test
    void keepsLibrariesQuietThatSayTooMuch() throws Exception {
        logged("json", context -> {
            context.getLogger("org.apache.camel.impl.engine.Routes").info("Started route1");
            context.getLogger("io.kubelens.http.Gate").debug("not at this level");
        });
        assertThat(err.size()).isZero();
    }

    @Test
    void saysNothingAboutItself() throws Exception {
        logged("text", context -> {});
        assertThat(out.size()).isZero();
        assertThat(err.size()).isZero();
    }

    private static void logged(String format, Consumer<LoggerContext> events) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putProperty("KUBELENS_LOG_FORMAT", format);
        context.putProperty("KUBELENS_LOG_LEVEL", "info");
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        URL xml = Objects.requireNonNull(LoggingTest.class.getResource("/logback.xml"));
        configurator.doConfigure(xml);
        events.accept(context);
        context.stop();
    }
}
