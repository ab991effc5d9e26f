package io.shiplog.bench.faults;

import io.shiplog.journal.kafka.embedded.FreePorts;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers that hold everything three times, each a controller too; all that is said to one goes through the
 * wires.
 */
final class Brokers implements AutoCloseable {
    static final int COUNT = 3;
    private static final String HOST = "127.0.0.1";

    private final Path folder;
    private final List<Member> members = new ArrayList<>();
    private final List<Integer> doors = new ArrayList<>();

    Brokers(Path folder, Wires wires) throws IOException {
        this.folder = folder;
        var free = new FreePorts(HOST);
        List<Integer> ports = new ArrayList<>();
        List<Integer> controllers = new ArrayList<>();
        List<Integer> controllerDoors = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            ports.add(free.next());
            controllers.add(free.next());
            doors.add(wires.to(name(i), ports.get(i)));
            controllerDoors.add(wires.to(name(i), controllers.get(i)));
        }
        String voters = IntStream.range(0, COUNT)
                .mapToObj(i -> id(i) + "@" + HOST + ":" + controllerDoors.get(i))
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        for (int i = 0; i < COUNT; i++) {
            Properties properties = settings();
            properties.put("node.id", Integer.toString(id(i)));
            properties.put("controller.quorum.voters", voters);
            properties.put("log.dirs", logs(i).toString());
            properties.put(
                    "listeners",
                    "BROKER://" + HOST + ":" + ports.get(i) + ",CONTROLLER://" + HOST + ":" + controllers.get(i));
            properties.put(
                    "advertised.listeners",
                    "BROKER://" + HOST + ":" + doors.get(i) + ",CONTROLLER://" + HOST + ":" + controllerDoors.get(i));
            Path file = folder.resolve(name(i) + ".properties");
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            members.add(new Member(
                    name(i), wires, folder, BrokerProcess.class.getName(), List.of(file.toString(), cluster)));
        }
    }

    private static Properties settings() {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("auto.create.topics.enable", "false");
        p.put("default.replication.factor", "3");
        p.put("min.insync.replicas", "2");
        p.put("offsets.topic.replication.factor", "3");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        // A broker that is away is missed soon, as in the compose cluster.
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("controller.quorum.election.timeout.ms", "700");
        p.put("controller.quorum.fetch.timeout.ms", "1500");
        p.put("controller.socket.timeout.ms", "3000");
        p.put("replica.socket.timeout.ms", "3000");
        p.put("replica.lag.time.max.ms", "4000");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.index.size.max.bytes", "1048576");
        p.put("metadata.log.segment.bytes", "16777216");
        return p;
    }

    static int id(int index) {
        return index + 1;
    }

    static String name(int index) {
        return "broker-" + id(index);
    }

    private Path logs(int index) {
        return folder.resolve(name(index));
    }

    Member member(int index) {
        return members.get(index);
    }

    List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    String bootstrapServers() {
        return doors.stream().map(door -> HOST + ":" + door).collect(Collectors.joining(","));
    }

    void start() {
        members.forEach(Member::start);
        members.forEach(Member::awaitReady);
    }

    /**
     * Cuts the last bytes off the newest segment that a broker, which does not run, has of a topic; whether there was
     * one.
     */
    boolean tear(int index, String topic, int bytes) throws IOException {
        Path partition = logs(index).resolve(topic + "-0");
        Optional<Path> newest;
        try (Stream<Path> files = Files.list(partition)) {
            newest = files.filter(file -> file.toString().endsWith(".log")).max(Comparator.naturalOrder());
        }
        if (newest.isEmpty() || Files.size(newest.get()) <= bytes) {
            return false;
        }
        try (FileChannel file = FileChannel.open(newest.get(), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - bytes);
        }
        return true;
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
