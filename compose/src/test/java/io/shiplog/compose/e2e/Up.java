package io.shiplog.compose.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@code ./shiplog up}. */
final class Up implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));

    private final Process process;
    private final List<String> printed;
    private final Duration startedIn;
    private final Path kubeconfig;

    private Up(Process process, List<String> printed, Duration startedIn, Path kubeconfig) {
        this.process = process;
        this.printed = printed;
        this.startedIn = startedIn;
        this.kubeconfig = kubeconfig;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the launcher's process and waits until it says that the cluster is ready. */
    static Up start(Path data, int port, String... options) {
        return start(List.of(), data, port, options);
    }

    /** The same through another program, such as one that gives up rights first. */
    static Up start(List<String> through, Path data, int port, String... options) {
        Path kubeconfig = data.resolve("kubeconfig");
        List<String> command = new ArrayList<>(through);
        command.addAll(List.of(
                ROOT.resolve("shiplog").toString(), "up", "--data", data.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        long begin = System.nanoTime();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("SHIPLOG_NO_BUILD", "1");
            Process process = builder.start();
            List<String> printed = java.util.Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Duration> ready = new CompletableFuture<>();
            // Not virtual: reading a pipe keeps the carrier thread, and a few processes would take them all.
            Thread.ofPlatform().daemon().start(() -> {
                try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        printed.add(line);
                        System.out.println("up: " + line);
                        if (line.contains("The cluster is ready")) {
                            ready.complete(Duration.ofNanos(System.nanoTime() - begin));
                        }
                    }
                    ready.completeExceptionally(new AssertionError("up ended: " + String.join("\n", printed)));
                } catch (IOException e) {
                    ready.completeExceptionally(e);
                }
            });
            try {
                return new Up(process, printed, ready.get(5, TimeUnit.MINUTES), kubeconfig);
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
                throw new AssertionError("up is not ready: " + String.join("\n", printed), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts the launcher's process with options that it has to refuse; gives what it says. */
    static Shell.Result refused(Path data, int port, String... options) {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("shiplog").toString(), "up", "--data", data.toString(), "--port", Integer.toString(port)));
        command.addAll(List.of(options));
        Shell.Result result = Shell.run(Map.of("SHIPLOG_NO_BUILD", "1"), Duration.ofSeconds(60), "", command);
        if (result.exitCode() != 1) {
            throw new AssertionError("not refused: " + result);
        }
        return result;
    }

    Kubectl kubectl() {
        return new Kubectl(kubeconfig);
    }

    Duration startedIn() {
        return startedIn;
    }

    List<String> printed() {
        return List.copyOf(printed);
    }

    /** Kill -9. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** SIGTERM, as Ctrl-C and service managers end it; gives the exit code. */
    int stop() {
        process.destroy();
        return await();
    }

    private int await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("up did not stop: " + String.join("\n", printed));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
