package io.shiplog.compose.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node agent with a folder of its own, which joins the first time. */
final class JoiningAgent {
    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private JoiningAgent() {}

    /**
     * The arguments with which a node starts: with a token that is made for it, unless it has joined before.
     *
     * @param kubeconfig the administrator's
     */
    static String[] arguments(Path data, Path kubeconfig, String node, String... options) {
        Path folder = data.resolve("agents").resolve(node);
        var arguments = new ArrayList<>(List.of("node-agent", "--node", node, "--data", folder.toString()));
        if (!Files.exists(folder.resolve("node.json"))) {
            // Behind the # is the command that a person copies.
            String command = command(kubeconfig, "create").lines().toList().get(1);
            List<String> words = List.of(command.split(" ", -1));
            arguments.addAll(words.subList(words.indexOf("--server"), words.size()));
        }
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }

    /** What {@code ./shiplog token} prints. */
    static String command(Path kubeconfig, String... arguments) {
        return command("token", kubeconfig, arguments);
    }

    /** What a command prints that asks an API server as the administrator. */
    static String command(String name, Path kubeconfig, String... arguments) {
        var command = new ArrayList<>(List.of(ROOT.resolve("shiplog").toString(), name));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
        return Shell.run(Map.of("SHIPLOG_NO_BUILD", "1"), PATIENCE, "", command).ok();
    }
}
