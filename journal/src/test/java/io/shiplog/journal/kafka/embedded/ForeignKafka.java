package io.shiplog.journal.kafka.embedded;

import io.shiplog.journal.kafka.access.Credentials;
import io.shiplog.journal.kafka.access.KafkaUsers;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A Kafka as somebody else runs it: its clients come by TLS with a name and a password, and may do what their rights
 * say.
 */
public final class ForeignKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String PASSWORD = "secret";

    private final KraftServer server;
    private final Path directory;
    private final int port;

    private ForeignKafka(KraftServer server, Path directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /** Starts on an empty directory. */
    public static ForeignKafka start(Path directory) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(directory.resolve("logs"));
        Path store = directory.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "kafka",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kafka",
                "-ext",
                "san=ip:" + HOST,
                store);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "kafka",
                "-file",
                directory.resolve("ca.pem").toString(),
                store);
        var ports = new FreePorts(HOST);
        int port = ports.next();
        Guard guard =
                new Guard(new KafkaUsers(Credentials.in(directory.resolve("clients")), ClusterConfig.STANDARD_NAME));
        KraftServer.format(logs, guard);
        Properties properties = KraftProperties.of(logs, HOST, port, ports.next());
        guard.settings(properties, false);
        properties.put("listener.security.protocol.map", "BROKER:SASL_SSL,CONTROLLER:SASL_PLAINTEXT");
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", store.toString());
        properties.put("ssl.keystore.password", PASSWORD);
        properties.put("ssl.truststore.type", "PEM");
        properties.put("ssl.truststore.location", directory.resolve("ca.pem").toString());
        return new ForeignKafka(KraftServer.start(properties), directory, port);
    }

    private static void keytool(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (int i = 0; i < arguments.length - 1; i++) {
            command.add(arguments[i].toString());
        }
        command.addAll(List.of("-keystore", arguments[arguments.length - 1].toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** The settings of a client that is {@code principal}. */
    public Map<String, String> settings(Principal principal) {
        String password = Credentials.in(directory.resolve("clients")).password(principal);
        return new HashMap<>(Map.of(
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                directory.resolve("ca.pem").toString(),
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal.user()
                        + "\" password=\"" + password + "\";"));
    }

    @Override
    public void close() {
        server.close();
    }
}
