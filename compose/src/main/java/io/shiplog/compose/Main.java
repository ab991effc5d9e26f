package io.shiplog.compose;

import io.shiplog.compose.command.ApiServerCommand;
import io.shiplog.compose.command.BackupCommand;
import io.shiplog.compose.command.BenchCommand;
import io.shiplog.compose.command.ContextCommand;
import io.shiplog.compose.command.ForkCommand;
import io.shiplog.compose.command.KafkaCommand;
import io.shiplog.compose.command.NodeAgentCommand;
import io.shiplog.compose.command.NodeCommand;
import io.shiplog.compose.command.ProxyCommand;
import io.shiplog.compose.command.ReconcilersCommand;
import io.shiplog.compose.command.RepairCommand;
import io.shiplog.compose.command.RestoreCommand;
import io.shiplog.compose.command.SchedulerCommand;
import io.shiplog.compose.command.TokenCommand;
import io.shiplog.compose.command.TrainCommand;
import io.shiplog.compose.command.UpCommand;
import io.shiplog.compose.command.VerifyCommand;
import io.shiplog.journal.Unrecoverable;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./shiplog}. */
@Command(
        name = "shiplog",
        description = "A Kubernetes control plane whose source of truth is a Kafka log.",
        mixinStandardHelpOptions = true,
        version = "shiplog 0.1.0",
        subcommands = {
            UpCommand.class,
            ApiServerCommand.class,
            ReconcilersCommand.class,
            SchedulerCommand.class,
            NodeAgentCommand.class,
            ProxyCommand.class,
            ContextCommand.class,
            KafkaCommand.class,
            VerifyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ForkCommand.class,
            TokenCommand.class,
            NodeCommand.class,
            RepairCommand.class,
            BenchCommand.class,
            TrainCommand.class
        })
public final class Main {

    /** The exit code of who meets what no restart cures. */
    private static final int CANNOT_GO_ON = 3;

    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("shiplog: " + reason(failure));
            if (System.getenv("SHIPLOG_LOG") != null) {
                failure.printStackTrace(command.getErr());
            }
            return Unrecoverable.in(failure).isPresent() ? CANNOT_GO_ON : 1;
        });
        System.exit(line.execute(arguments));
    }

    /** What went wrong, and why: the messages of all causes, each once. */
    static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            String text = message == null || message.isBlank()
                    ? cause.getClass().getSimpleName()
                    : cause instanceof FileSystemException file && file.getReason() == null
                            ? cause.getClass().getSimpleName() + " " + message
                            : message;
            // What wraps a cause often repeats it.
            if (reason.indexOf(text) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(text);
            }
        }
        return reason.toString();
    }
}
