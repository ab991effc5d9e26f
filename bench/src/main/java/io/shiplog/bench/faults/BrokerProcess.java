package io.shiplog.bench.faults;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One of several brokers, which is a controller too, in a process of its own. A line of its input puts its clock
 * wrong, by so many milliseconds.
 */
final class BrokerProcess {
    private BrokerProcess() {}

    /** @param arguments the file of properties, and the id of the Kafka cluster */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        var properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        format(properties, arguments[1]);
        var clock = new WrongClock();
        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), clock);
        server.startup();
        System.out.println("broker is ready");
        Thread.ofPlatform().daemon().start(() -> listen(clock));
        server.awaitShutdown();
    }

    private static void listen(WrongClock clock) {
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                clock.putWrong(Long.parseLong(line));
            }
        } catch (IOException e) {
            // As at the end.
        }
        // Whoever started it is gone.
        Runtime.getRuntime().halt(1);
    }

    private static void format(Properties properties, String cluster) throws Exception {
        Path logs = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(logs);
        try (var said = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(said)
                    .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                    .setClusterId(cluster)
                    .addDirectory(logs.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs.toString())
                    .run();
        }
    }
}
