package io.shiplog.agent.engine;

import java.util.List;

/**
 * A process to run in a container, or which streams of its main process to join.
 *
 * @param command program and arguments; empty for attach
 * @param tty whether the process gets a terminal; stdout and stderr are one stream then
 * @param stdin whether the process gets a standard input
 */
public record ExecSpec(List<String> command, boolean tty, boolean stdin, boolean stdout, boolean stderr) {
    public ExecSpec {
        command = List.copyOf(command);
    }

    /** A command without input or terminal. */
    public static ExecSpec plain(List<String> command) {
        return new ExecSpec(command, false, false, true, true);
    }
}
