package io.shiplog.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a program of the system to its end. */
public final class Command {
    private static final Logger LOG = LoggerFactory.getLogger(Command.class);

    private Command() {}

    /**
     * How it ended.
     *
     * @param exitCode 127 when the program could not be started
     * @param output standard output, and error unless it was left out
     */
    public record Result(int exitCode, String output) {}

    public static Result run(String input, List<String> command) {
        return run(input, new ProcessBuilder(command).redirectErrorStream(true));
    }

    /** A program's standard output alone, for whoever reads it line by line. */
    public static Result read(List<String> command) {
        return run("", new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    private static Result run(String input, ProcessBuilder command) {
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        }
        Thread writer = Thread.ofVirtual().start(() -> write(process, input));
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            writer.join();
            return new Result(exitCode, output);
        } catch (IOException e) {
            process.destroyForcibly();
            return new Result(126, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(130, "interrupted");
        }
    }

    private static void write(Process process, String input) {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("a program ended before it had read everything: its exit code and output say why", e);
        }
    }

    /** Whether a program can be found on the PATH, or where administrators' programs lie. */
    public static boolean exists(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        for (String folder : path.split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
