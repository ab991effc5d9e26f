package io.shiplog.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A process of the cluster that can be killed, paused and started again. Owned by one thread. */
final class Member implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PACE = Duration.ofMillis(50);

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Wires wires;
    private @Nullable Process process;
    private long read;

    /**
     * @param main the class that it runs
     * @param arguments what that is given
     * @param folder where what it prints is written
     */
    Member(String name, Wires wires, Path folder, String main, List<String> arguments) {
        this.name = name;
        this.wires = wires;
        this.log = folder.resolve(name + ".log");
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.net.preferIPv4Stack=true",
                "-Dio.netty.noUnsafe=false",
                "-Dvertx.disableFileCPResolving=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(arguments);
    }

    String name() {
        return name;
    }

    void start() {
        try {
            read = Files.exists(log) ? Files.size(log) : 0;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            wires.member(process.pid(), name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** Waits until it says that it is ready. */
    void awaitReady() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!saidSinceItsStart().contains(" is ready")) {
            if (!running().isAlive() || System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(name + " is not ready: " + saidSinceItsStart());
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private String saidSinceItsStart() {
        try {
            return Files.readString(log).substring((int) read);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** Has it do something, by a line. */
    void say(String line) {
        try {
            Writer writer = running().outputWriter();
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " does not listen", e);
        }
    }

    /** Kill -9. */
    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    void pause() {
        signal("-STOP");
    }

    void goOn() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            Process kill =
                    new ProcessBuilder("kill", signal, Long.toString(running().pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + signal + " of " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    private void awaitEnd() {
        try {
            running().waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing that it keeps is needed any more. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
