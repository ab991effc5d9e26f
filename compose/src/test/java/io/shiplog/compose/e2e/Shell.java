package io.shiplog.compose.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end and gives what it printed. */
final class Shell {

    /** What a command printed, and how it ended. */
    record Result(List<String> command, int exitCode, String out, String err) {
        /** The output of a command that had to succeed. */
        String ok() {
            if (exitCode != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + exitCode + "\n" + out + err);
            }
            return out;
        }
    }

    private Shell() {}

    static Result run(Map<String, String> environment, Duration limit, String input, List<String> command) {
        try {
            Path out = Files.createTempFile("shiplog", ".out");
            Path err = Files.createTempFile("shiplog", ".err");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                try (var stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // A command that does not read its input closes it: what it printed says the rest.
                    if (process.isAlive() && !input.isEmpty()) {
                        throw e;
                    }
                }
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    process.waitFor();
                    throw new AssertionError(String.join(" ", command) + " did not end in " + limit + "\n"
                            + Files.readString(out) + Files.readString(err));
                }
                return new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + String.join(" ", command), e);
        }
    }

    static Result run(String... command) {
        return run(Map.of(), Duration.ofMinutes(2), "", List.of(command));
    }

    /** Whether a command can be found on the PATH. */
    static boolean exists(String command) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return true;
            }
        }
        return false;
    }
}
