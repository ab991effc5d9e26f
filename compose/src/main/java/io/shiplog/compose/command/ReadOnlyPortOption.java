package io.shiplog.compose.command;

import io.shiplog.agent.NodeAgentSettings;
import picocli.CommandLine.Option;

/** Whether nodes show their pods to everybody who reaches them. */
final class ReadOnlyPortOption {

    @Option(
            names = "--read-only-port",
            defaultValue = "" + NodeAgentSettings.Listen.READ_ONLY_PORT,
            paramLabel = "PORT",
            description =
                    "where a node shows its pods, without what they run and are given, and its metrics to everybody on"
                            + " this machine; 0 for nowhere (default: ${DEFAULT-VALUE})")
    private int port;

    int port() {
        return port;
    }
}
