package io.kubelens.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A server of ours in its own process; it and what it started end with this object or with the JVM. */
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Path output;
    private final Process process;
    private final Thread atExit = new Thread(this::kill);

    private ChildProcess(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /** @param environment added to an environment of only PATH and HOME (the directory) */
    static ChildProcess start(String name, Path directory, Map<String, String> environment, List<String> command) {
        Path output = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        isolate(builder, directory).putAll(environment);
        try {
            ChildProcess child = new ChildProcess(name, output, builder.start());
            Runtime.getRuntime().addShutdownHook(child.atExit);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not start", e);
        }
    }

    /** Leaves nothing of the developer's own set-up (a kubeconfig, proxies) visible to what is started. */
    static Map<String, String> isolate(ProcessBuilder builder, Path home) {
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH"));
        environment.put("HOME", home.toString());
        return environment;
    }

    /** A free port of the loopback, below those that clients take for their connections. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @throws IllegalStateException with the end of its output, when the process has ended by itself */
    void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ":\n" + tail());
        }
    }

    long pid() {
        return process.pid();
    }

    String tail() {
        try {
            List<String> lines = Files.readAllLines(output);
            return lines.stream().skip(Math.max(0, lines.size() - 30)).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Asks it to end by SIGTERM. @return its exit code */
    int terminate(Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " does not end:\n" + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Asks it to end, and kills it when it has not after ten seconds. */
    void end() {
        process.destroy();
        ended();
        close();
    }

    /** Kills at once, as an outage does; nothing is drained. */
    @Override
    public void close() {
        kill();
        if (!ended()) {
            throw new IllegalStateException(name + " survives its kill, pid " + process.pid());
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private boolean ended() {
        try {
            return process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
