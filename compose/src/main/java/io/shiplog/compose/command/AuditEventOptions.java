package io.shiplog.compose.command;

import io.shiplog.apiserver.audit.AuditLogFile;
import io.shiplog.apiserver.audit.AuditPolicyReader;
import io.shiplog.apiserver.audit.AuditSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of Kubernetes' audit events, named as kube-apiserver's are. */
final class AuditEventOptions {
    private static final long MEGABYTE = 1 << 20;

    @Option(
            names = "--audit-policy-file",
            paramLabel = "FILE",
            description = "which requests are told of: a Policy of audit.k8s.io/v1")
    private @Nullable Path policy;

    @Option(
            names = "--audit-log-path",
            paramLabel = "FILE",
            description = "where the audit events of requests are written, one a line")
    private @Nullable Path path;

    @Option(
            names = "--audit-log-maxsize",
            defaultValue = "100",
            paramLabel = "MB",
            description = "how large the file gets before the next is begun (default: ${DEFAULT-VALUE})")
    private int megabytes = 100;

    @Option(
            names = "--audit-log-maxbackup",
            defaultValue = "0",
            paramLabel = "N",
            description = "how many old files are kept; 0 for all (default: ${DEFAULT-VALUE})")
    private int backups;

    @Option(
            names = "--audit-log-maxage",
            defaultValue = "0",
            paramLabel = "DAYS",
            description = "how long old files are kept; 0 for ever (default: ${DEFAULT-VALUE})")
    private int days;

    /** The settings, and the file that is open for them. */
    record Opened(
            Optional<AuditSettings> settings, @Nullable AuditLogFile file) implements AutoCloseable {
        @Override
        public void close() {
            if (file != null) {
                file.close();
            }
        }
    }

    /** Opens what was asked for. */
    Opened open() {
        Path log = path;
        Path rules = policy;
        if (log == null && rules == null) {
            return new Opened(Optional.empty(), null);
        }
        if (log == null || rules == null) {
            throw new IllegalArgumentException("--audit-policy-file and --audit-log-path go together");
        }
        try {
            var read = AuditPolicyReader.read(Files.readAllBytes(rules));
            var file = new AuditLogFile(
                    log,
                    new AuditLogFile.Rotation(megabytes * MEGABYTE, backups, Duration.ofDays(days)),
                    InstantSource.system());
            return new Opened(Optional.of(new AuditSettings(read, file)), file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the audit policy " + rules, e);
        }
    }
}
