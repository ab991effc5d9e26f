package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.clients.LocalPartition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The adapter around Kafka's server classes, which are public but not an API: whatever changes in them between releases
 * changes here only.
 */
final class KraftServer implements LocalBroker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KraftServer.class);

    /** A topic that was just made is led a moment later. */
    private static final Duration LEADING_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration LEADING_PACE = Duration.ofMillis(5);

    private final CombinedServer server;

    private KraftServer(CombinedServer server) {
        this.server = server;
    }

    static boolean isFormatted(Path logs) {
        return Files.exists(logs.resolve("meta.properties"));
    }

    /** Starts on a formatted directory and returns when the broker takes requests. */
    static KraftServer start(Properties properties) {
        CombinedServer server = new CombinedServer(KafkaConfig.fromProps(properties, false));
        sayWhyTheProcessEnds();
        try {
            server.startup();
        } catch (RuntimeException | Error e) {
            server.shutdown();
            throw e;
        }
        return new KraftServer(server);
    }

    /**
     * Kafka ends the whole process on a fatal fault, of its disk for example, and says why in a line of its own log at
     * best.
     */
    private static void sayWhyTheProcessEnds() {
        Exit.setHaltProcedure((code, why) -> {
            LOG.error("Kafka cannot go on and ends this process{}", why == null ? "" : ": " + why);
            Runtime.getRuntime().halt(code);
        });
        Exit.setExitProcedure((code, why) -> {
            LOG.error("Kafka cannot go on and ends this process{}", why == null ? "" : ": " + why);
            System.exit(code);
        });
    }

    /** Formats a directory, so that the users and their rights hold from the first connection on. */
    static void format(Path logs, Guard guard) {
        var said = new ByteArrayOutputStream();
        try (var output = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(output)
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(logs.toString())
                    .setMetadataLogDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setScramArguments(guard.scramArguments())
                    .run();
            // The formatter takes users, but no rights.
            var bootstrap = new BootstrapDirectory(logs.toString());
            BootstrapMetadata formatted = bootstrap.read();
            List<ApiMessageAndVersion> records = new ArrayList<>(formatted.records());
            records.addAll(guard.records());
            bootstrap.writeBinaryFile(BootstrapMetadata.fromRecords(records, formatted.source()));
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot format " + logs + " for Kafka: " + said.toString(StandardCharsets.UTF_8), e);
        }
    }

    @Override
    public LocalPartition partition(String topic, int number) {
        long deadline = System.nanoTime() + LEADING_TIMEOUT.toNanos();
        BrokerPartition partition = server.partition(topic, number);
        while (!partition.isLed()) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailableException(
                        "the broker does not lead " + topic, new IllegalStateException("not the leader"));
            }
            LockSupport.parkNanos(LEADING_PACE.toNanos());
            partition = server.partition(topic, number);
        }
        return partition;
    }

    @Override
    public int partitions(String topic) {
        return server.partitions(topic)
                .orElseThrow(() -> new KafkaUnavailableException(
                        "the broker does not know " + topic, new IllegalStateException("unknown topic")));
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
