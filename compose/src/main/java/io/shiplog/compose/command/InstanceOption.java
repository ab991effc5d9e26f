package io.shiplog.compose.command;

import picocli.CommandLine.Option;

/** Which process of its role a process is. */
final class InstanceOption {
    @Option(
            names = "--instance",
            defaultValue = "a",
            description =
                    "this process' name among those of its role, the same after a restart (default: ${DEFAULT-VALUE})")
    String name = "a";
}
