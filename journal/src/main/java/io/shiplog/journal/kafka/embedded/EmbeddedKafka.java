package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.ClusterConfig;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * A Kafka of one node, broker and controller, in this process, on loopback. What it acknowledged survives a kill of the process:
 * it is in the operating system's page cache, as with any Kafka.
 *
 * <p>A fatal fault of the controller halts the JVM, as it does in Kafka's own process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final DataDirectory directory;
    private final KraftServer server;
    private final int port;

    private EmbeddedKafka(DataDirectory directory, KraftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /** Starts on a free port. */
    public static EmbeddedKafka start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts, or starts again, on {@code dataDirectory}, and returns when clients can connect.
     *
     * @param port the port on 127.0.0.1; 0 for a free one
     * @throws DataDirectoryInUseException when another Kafka, of this process or another, runs on that directory
     * @throws UncheckedIOException when the directory cannot be written
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        DataDirectory directory = DataDirectory.lock(dataDirectory);
        try {
            FreePorts free = new FreePorts(HOST);
            int brokerPort = port == 0 ? free.next() : port;
            Properties properties = KraftProperties.of(directory.logs(), HOST, brokerPort, free.next());
            KraftServer server = KraftServer.start(directory.logs(), properties);
            return new EmbeddedKafka(directory, server, brokerPort);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /** {@code host:port} for clients of this machine. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** The configuration of a cluster called {@code name} on this Kafka. */
    public ClusterConfig cluster(String name) {
        return new ClusterConfig(bootstrapServers(), name, Map.of());
    }

    /** Stops in order; the directory can be started again. */
    @Override
    public void close() {
        try {
            server.close();
        } finally {
            directory.close();
        }
    }
}
