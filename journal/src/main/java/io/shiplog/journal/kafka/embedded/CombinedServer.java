package io.shiplog.journal.kafka.embedded;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Broker and controller of one process, as {@link KafkaRaftServer} puts them together, but with the broker within
 * reach.
 */
final class CombinedServer {
    private final ControllerServer controller;
    private final BrokerServer broker;

    CombinedServer(KafkaConfig config) {
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> directories = KafkaRaftServer.initializeLogDirs(
                config, LoggerFactory.getLogger(KafkaRaftServer.class), "[embedded] ");
        MetaPropertiesEnsemble properties = directories._1();
        Metrics metrics = Server.initializeMetrics(
                config, Time.SYSTEM, properties.clusterId().orElseThrow());
        QuorumConfig quorum = config.quorumConfig();
        var shared = new SharedServer(
                config,
                properties,
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(quorum.voters())),
                List.copyOf(QuorumConfig.parseBootstrapServers(quorum.bootstrapServers())),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        broker = new BrokerServer(shared);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
    }

    /** Returns when the broker takes requests. */
    void startup() {
        controller.startup();
        broker.startup();
    }

    void shutdown() {
        broker.shutdown();
        controller.shutdown();
    }

    void awaitShutdown() {
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    /** How many partitions a topic has that the broker knows of. */
    Optional<Integer> partitions(String topic) {
        return broker.metadataCache().numPartitions(topic);
    }

    /** What the broker, which has been started, has of a partition. */
    BrokerPartition partition(String topic, int partition) {
        return new BrokerPartition(
                broker.replicaManager(),
                new TopicIdPartition(broker.metadataCache().getTopicId(topic), partition, topic));
    }
}
