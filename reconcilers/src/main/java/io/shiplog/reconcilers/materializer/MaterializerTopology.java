package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.past.KeyframeSink;
import io.shiplog.journal.streams.StreamsSettings;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The materializer's topology: one task, since the journal and the state topic have one partition each. */
public final class MaterializerTopology {
    /** The application's name. */
    public static final String APPLICATION = "materializer";

    private static final String JOURNAL = "journal";
    private static final String READ_BACK = "read-back";
    private static final String FOLD = "fold";
    private static final String STATE = "state";

    private MaterializerTopology() {}

    /** The settings that it runs with. */
    public static Properties settings(StreamsSettings streams) {
        Properties settings = streams.properties(APPLICATION);
        // A batch that was given up would be missing among those after it, which the topic's readers take for a prefix.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
        return settings;
    }

    /**
     * The topology of a cluster's materializer.
     *
     * @param keyframes is shown the states that are reached; stays its giver's to close
     * @param meters where it tells of itself
     */
    public static Topology of(ClusterConfig cluster, BootState boot, KeyframeSink keyframes, FoldMeters meters) {
        return of(cluster, boot, (from, to, reader) -> JournalRange.read(cluster, from, to, reader), keyframes, meters);
    }

    static Topology of(
            ClusterConfig cluster,
            BootState boot,
            BootState.Stretch stretch,
            KeyframeSink keyframes,
            FoldMeters meters) {
        String journal = Topics.journal(cluster);
        var topology = new Topology();
        topology.addSource(JOURNAL, new ByteArrayDeserializer(), new ByteArrayDeserializer(), journal);
        topology.addSource(READ_BACK, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.state(cluster));
        topology.addProcessor(
                FOLD, () -> new MaterializerProcessor(boot, stretch, journal, keyframes, meters), JOURNAL, READ_BACK);
        topology.addSink(STATE, Topics.state(cluster), new ByteArraySerializer(), new ByteArraySerializer(), FOLD);
        return topology;
    }
}
