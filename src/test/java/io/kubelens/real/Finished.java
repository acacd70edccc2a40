package io.kubelens.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that has run to its end, a minute at most. */
public record Finished(int exitCode, String output, String errors) {

    static Finished run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            var unused = process.onExit().orTimeout(1, TimeUnit.MINUTES).exceptionally(late -> {
                return process.destroyForcibly();
            });
            CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            String output = read(process.getInputStream());
            return new Finished(process.waitFor(), output, errors.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its output. @throws IllegalStateException when it failed, with what it said */
    public String orThrow() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + ": " + output + errors);
        }
        return output;
    }
}
