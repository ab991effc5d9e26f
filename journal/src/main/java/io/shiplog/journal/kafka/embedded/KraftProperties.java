package io.shiplog.journal.kafka.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of a Kafka that is alone, small and quick to start. */
final class KraftProperties {
    private KraftProperties() {}

    static Properties of(Path logs, String host, int brokerPort, int controllerPort) {
        Properties p = new Properties();
        node(p, logs, host, brokerPort, controllerPort);
        onlyOneReplica(p);
        small(p);
        quick(p);
        return p;
    }

    private static void node(Properties p, Path logs, String host, int brokerPort, int controllerPort) {
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@" + host + ":" + controllerPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "BROKER");
        p.put("listeners", "BROKER://" + host + ":" + brokerPort + ",CONTROLLER://" + host + ":" + controllerPort);
        p.put("advertised.listeners", "BROKER://" + host + ":" + brokerPort);
        p.put("log.dirs", logs.toString());
        // Topics are made by TopicSetup, with the settings that keep data.
        p.put("auto.create.topics.enable", "false");
    }

    private static void onlyOneReplica(Properties p) {
        p.put("default.replication.factor", "1");
        p.put("min.insync.replicas", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void small(Properties p) {
        p.put("num.partitions", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("offsets.topic.segment.bytes", "16777216");
        // A cluster that is started again after months finds where its applications were.
        p.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "3");
        p.put("background.threads", "2");
        p.put("group.coordinator.threads", "1");
        p.put("group.coordinator.background.threads", "1");
        p.put("num.replica.fetchers", "1");
        p.put("num.recovery.threads.per.data.dir", "2");
        // The default is 128 MB of heap; a small map only means more passes over a large topic.
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.cleaner.threads", "1");
        p.put("log.index.size.max.bytes", "1048576");
        p.put("log.segment.bytes", "67108864");
        p.put("metadata.log.segment.bytes", "16777216");
        p.put("metadata.max.idle.interval.ms", "5000");
        p.put("producer.id.expiration.ms", "3600000");
    }

    private static void quick(Properties p) {
        // A new process waits until its dead self's lease has run out. A pause as long costs an outage of a heartbeat.
        p.put("broker.session.timeout.ms", "1500");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("controller.quorum.append.linger.ms", "0");
        p.put("controller.quorum.election.timeout.ms", "200");
        p.put("controller.quorum.election.backoff.max.ms", "100");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("group.consumer.min.heartbeat.interval.ms", "300");
        p.put("group.consumer.heartbeat.interval.ms", "1000");
        p.put("group.consumer.min.session.timeout.ms", "1000");
        p.put("group.consumer.assignment.interval.ms", "0");
        p.put("group.streams.min.heartbeat.interval.ms", "300");
        p.put("group.streams.heartbeat.interval.ms", "500");
        p.put("group.streams.min.session.timeout.ms", "1000");
        p.put("group.streams.session.timeout.ms", "5000");
        p.put("group.streams.assignment.interval.ms", "0");
        p.put("group.streams.initial.rebalance.delay.ms", "0");
        p.put("delete.topic.enable", "true");
    }
}
