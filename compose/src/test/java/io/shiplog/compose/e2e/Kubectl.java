package io.shiplog.compose.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real kubectl against one kubeconfig. */
record Kubectl(Path kubeconfig) {

    /** Runs kubectl and gives what it printed; fails the test when it does not end with 0. */
    String ok(String... arguments) {
        return run("", arguments).ok();
    }

    /** Runs kubectl with a manifest on its standard input. */
    String okWith(String input, String... arguments) {
        return run(input, arguments).ok();
    }

    Shell.Result run(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return Shell.run(Map.of("EDITOR", "true"), Duration.ofMinutes(3), input, command);
    }
}
