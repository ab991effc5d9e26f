package io.shiplog.compose.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A role of the cluster in a process of its own. */
final class Role implements AutoCloseable {
    /**
     * When a role that was killed and started again works again at the latest. On two cores that do nothing else it
     * takes about five seconds, twice that while something is built beside; each role prints what it took.
     */
    static final Duration WORKS_AGAIN_WITHIN = Duration.ofSeconds(15);

    /** The first start of a build prepares fast starts before. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));

    private final String name;
    private final Process process;
    private final Duration readyAfter;

    private Role(String name, Process process, Duration readyAfter) {
        this.name = name;
        this.process = process;
        this.readyAfter = readyAfter;
    }

    /** Starts {@code ./shiplog <arguments>} and waits until it says that it is ready. */
    static Role start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("shiplog").toString()));
        command.addAll(List.of(arguments));
        List<String> printed = Collections.synchronizedList(new ArrayList<>());
        long begin = System.nanoTime();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("SHIPLOG_NO_BUILD", "1");
            builder.environment().put("SHIPLOG_HEAP", "512m");
            Process process = builder.start();
            CompletableFuture<Duration> ready = new CompletableFuture<>();
            // Not virtual: reading a pipe keeps the carrier thread, and a few processes would take them all.
            Thread.ofPlatform().daemon().start(() -> {
                try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        printed.add(line);
                        System.out.println(arguments[0] + ": " + line);
                        if (line.endsWith(" is ready")) {
                            ready.complete(Duration.ofNanos(System.nanoTime() - begin));
                        }
                    }
                    ready.completeExceptionally(new AssertionError("it ended"));
                } catch (IOException e) {
                    ready.completeExceptionally(e);
                }
            });
            try {
                return new Role(arguments[0], process, ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                String threads = Shell.run(
                                Path.of(System.getProperty("java.home"), "bin", "jstack")
                                        .toString(),
                                Long.toString(process.pid()))
                        .out();
                process.destroyForcibly();
                System.out.println(threads);
                throw new AssertionError(arguments[0] + " is not ready: " + String.join("\n", printed), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Duration readyAfter() {
        return readyAfter;
    }

    /** Kill -9. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends all of them, the last one first, even if one does not end. */
    static void closeAll(List<Role> roles) {
        AssertionError failure = null;
        for (Role role : roles.reversed()) {
            try {
                role.close();
            } catch (AssertionError e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        process.destroy();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
