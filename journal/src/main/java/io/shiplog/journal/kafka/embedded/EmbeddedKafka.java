package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.WriteGate;
import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.Enrolment;
import io.shiplog.journal.kafka.access.KafkaUsers;
import io.shiplog.journal.kafka.access.Logins;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.LocalBroker;
import io.shiplog.journal.kafka.disk.LogCheck;
import io.shiplog.journal.kafka.disk.LogDamagedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A Kafka of one node, broker and controller, in this process, on loopback. Only who has credentials from its folder
 * gets in, and may do what its principal may. What it acknowledged survives a kill of the process, and within the bound
 * of its {@link Sync} a loss of power.
 *
 * <p>A fatal fault of the controller halts the JVM, as it does in Kafka's own process.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    /**
     * The last bytes of the disk, which are not for writes of users. A quarter of a second of the fastest writing is
     * less.
     */
    private static final long RESERVE_BYTES = 128L << 20;
    /** What a start needs: Kafka's indexes are mapped at their full length. */
    private static final long START_BYTES = 32L << 20;

    /** The folder of what is given back when others have filled the disk. */
    private static final String RESERVE = "reserve";

    /** An hour of what Kafka writes of its own accord is less. */
    private static final int RESERVE_PIECE_BYTES = 2 << 20;

    private static final Duration DISK_INTERVAL = Duration.ofMillis(250);

    /** Where copies of what was damaged are kept, within the data. */
    public static final String KEPT = "kept";

    private final DataDirectory directory;
    private final KraftServer server;
    private final int port;
    private final Logins logins;
    private final Optional<LogSync> syncing;
    private final DiskWatch disk;
    private final WriteGate gate;

    private EmbeddedKafka(
            DataDirectory directory,
            KraftServer server,
            int port,
            Logins logins,
            Optional<LogSync> syncing,
            DiskWatch disk,
            WriteGate gate) {
        this.directory = directory;
        this.server = server;
        this.port = port;
        this.logins = logins;
        this.syncing = syncing;
        this.disk = disk;
        this.gate = gate;
    }

    private static final Duration ENROLMENT_TIMEOUT = Duration.ofSeconds(30);

    /** The longest that an acknowledged record is not on the disk, with {@link Sync#INTERVAL}. */
    static final Duration SYNC_INTERVAL = Duration.ofMillis(500);

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
        return start(dataDirectory, port, Sync.INTERVAL);
    }

    /**
     * The same, with a choice of when what is acknowledged is on the disk.
     *
     * @throws LogDamagedException when the journal is damaged in the middle; nothing was touched
     */
    public static EmbeddedKafka start(Path dataDirectory, int port, Sync sync) {
        return start(dataDirectory, port, sync, Optional.empty());
    }

    /**
     * The same, with a listener for clients that show certificates.
     *
     * @throws LogDamagedException when the journal is damaged in the middle; nothing was touched
     */
    public static EmbeddedKafka start(Path dataDirectory, int port, Sync sync, Optional<NodeListener> nodes) {
        DataDirectory directory = DataDirectory.lock(dataDirectory);
        var gate = new WriteGate();
        try {
            requireRoom(directory);
            new LogCheck(directory.logs(), dataDirectory.resolve(KEPT)).run(Instant.now());
            FreePorts free = new FreePorts(HOST);
            int brokerPort = port == 0 ? free.nextOr(lastPort(directory)) : port;
            Properties properties = KraftProperties.of(directory.logs(), HOST, brokerPort, free.next());
            if (sync == Sync.ALWAYS) {
                properties.put("log.flush.interval.messages", "1");
            }
            Credentials credentials = Credentials.in(directory.clients());
            String address = HOST + ":" + brokerPort;
            KraftServer server = guarded(directory, properties, credentials, address, nodes);
            Credentials.reachedAt(directory.clients(), address);
            Optional<LogSync> syncing = sync == Sync.INTERVAL
                    ? Optional.of(LogSync.start(directory.logs(), SYNC_INTERVAL))
                    : Optional.empty();
            DiskWatch disk = DiskWatch.start(
                    directory::free,
                    RESERVE_BYTES,
                    new DiskReserve(dataDirectory.resolve(RESERVE), RESERVE_PIECE_BYTES),
                    DISK_INTERVAL,
                    gate);
            return new EmbeddedKafka(directory, server, brokerPort, Logins.of(credentials), syncing, disk, gate);
        } catch (RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    /** Where it listened last, 0 if it never did: nodes that joined find it there again. */
    private static int lastPort(DataDirectory directory) {
        return Credentials.bootstrapServers(directory.clients())
                .map(address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))
                .orElse(0);
    }

    /** Starts so that from the first connection on nobody gets in who has no credentials. */
    private static KraftServer guarded(
            DataDirectory directory,
            Properties properties,
            Credentials credentials,
            String address,
            Optional<NodeListener> nodes) {
        var users = new KafkaUsers(credentials, ClusterConfig.STANDARD_NAME);
        Guard guard = new Guard(users);
        Enrolment enrolment = new Enrolment(users, directory.clients(), ENROLMENT_TIMEOUT);
        if (!KraftServer.isFormatted(directory.logs())) {
            KraftServer.format(directory.logs(), guard);
            enrolment.completed();
        }
        boolean complete = enrolment.isComplete();
        guard.settings(properties, !complete);
        nodes.ifPresent(listener -> listener.addTo(properties));
        KraftServer server = KraftServer.start(properties);
        try {
            if (!complete) {
                enrolment.complete(guard.enrollingClient(address), List.of(address));
            }
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** The folder of its clients' credentials, within its data. */
    public static Path clients(Path dataDirectory) {
        return dataDirectory.resolve(DataDirectory.CLIENTS);
    }

    private static void requireRoom(DataDirectory directory) {
        long free = directory.free();
        if (free < START_BYTES) {
            throw new IllegalStateException("the disk of " + directory.logs() + " is full: there is room for " + free
                    + " bytes, and Kafka needs " + START_BYTES
                    + " to start. Make room and start again; nothing was touched");
        }
    }

    /** How large the disk is that {@code dataDirectory} is on, in bytes. */
    public static long diskBytes(Path dataDirectory) {
        try {
            Files.createDirectories(dataDirectory);
            return Files.getFileStore(dataDirectory).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell how large the disk of " + dataDirectory + " is", e);
        }
    }

    /** Open while there is room on the disk. */
    public WriteGate writes() {
        return gate;
    }

    /** {@code host:port} for clients of this machine. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /**
     * The configuration of a cluster called {@code name} on this Kafka, all of whose clients act as the administrator.
     */
    public ClusterConfig cluster(String name) {
        return new ClusterConfig(bootstrapServers(), name, Logins.sameForAll(logins.settings()));
    }

    /** The configuration of the cluster whose principals have rights here, {@value ClusterConfig#STANDARD_NAME}. */
    public ClusterConfig guardedCluster() {
        return new ClusterConfig(bootstrapServers(), ClusterConfig.STANDARD_NAME, logins);
    }

    /** Its broker, for callers in this process. */
    public LocalBroker broker() {
        return server;
    }

    /** Stops in order; the directory can be started again. */
    @Override
    public void close() {
        disk.close();
        try {
            server.close();
            syncing.ifPresent(LogSync::close);
        } finally {
            directory.close();
        }
    }
}
