package io.shiplog.compose.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A real kubectl against one kubeconfig.
 *
 * @param program kubectl's name on the PATH, or its path
 */
record Kubectl(String program, Path kubeconfig) {

    Kubectl(Path kubeconfig) {
        this("kubectl", kubeconfig);
    }

    /** Leaves the test out, saying why, unless kubectl is installed; fails instead where CI demands it. */
    static void assume() {
        boolean installed = Shell.exists("kubectl");
        if (!installed && System.getenv("SHIPLOG_REQUIRE_DOCKER") != null) {
            throw new AssertionError("needs kubectl on the PATH");
        }
        Assumptions.assumeTrue(installed, "left out: needs kubectl on the PATH");
    }

    /**
     * Every kubectl on this machine: the one on the PATH, and those beside it called {@code kubectl.1.27} and so on.
     */
    static List<String> installed() {
        List<String> found = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path program = Path.of(folder, "kubectl");
            if (!Files.isExecutable(program)) {
                continue;
            }
            found.add(program.toString());
            try (var beside = Files.newDirectoryStream(program.toRealPath().getParent(), "kubectl.[0-9]*")) {
                beside.forEach(other -> found.add(other.toString()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            break;
        }
        return found.stream().sorted().toList();
    }

    /** The same with another kubectl. */
    Kubectl with(String other) {
        return new Kubectl(other, kubeconfig);
    }

    /** Runs kubectl and gives what it printed; fails the test when it does not end with 0. */
    String ok(String... arguments) {
        return run("", arguments).ok();
    }

    /** Runs kubectl with a manifest on its standard input. */
    String okWith(String input, String... arguments) {
        return run(input, arguments).ok();
    }

    Shell.Result run(String input, String... arguments) {
        return run(Map.of("EDITOR", "true"), input, arguments);
    }

    Shell.Result run(Map<String, String> environment, String input, String... arguments) {
        return Shell.run(environment, Duration.ofMinutes(3), input, command(arguments));
    }

    /** Starts a kubectl that goes on until it is closed or has nothing more to say. */
    Background start(String... arguments) {
        return Background.start(command(arguments));
    }

    /**
     * Starts a kubectl on a terminal of its own, of 40 rows and 100 columns; leaves the test out where there is none.
     */
    Background startOnTerminal(String... arguments) {
        Assumptions.assumeTrue(Shell.exists("script"), "left out: needs script(1), which makes terminals");
        StringBuilder line = new StringBuilder("stty rows 40 cols 100; exec");
        command(arguments)
                .forEach(word ->
                        line.append(" '").append(word.replace("'", "'\\''")).append("'"));
        return Background.start(List.of("script", "-qfec", line.toString(), "/dev/null"));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
