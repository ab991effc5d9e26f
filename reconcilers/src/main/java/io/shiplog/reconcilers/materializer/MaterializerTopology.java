package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
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

    /** The topology of a cluster's materializer. */
    public static Topology of(ClusterConfig cluster, BootState boot) {
        String journal = Topics.journal(cluster);
        var codec = new ProposalCodec(ProposalLimits.DEFAULT);
        var topology = new Topology();
        topology.addSource(JOURNAL, new ByteArrayDeserializer(), new ByteArrayDeserializer(), journal);
        topology.addSource(READ_BACK, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.state(cluster));
        topology.addProcessor(FOLD, () -> new MaterializerProcessor(codec, boot, journal), JOURNAL, READ_BACK);
        topology.addSink(STATE, Topics.state(cluster), new ByteArraySerializer(), new ByteArraySerializer(), FOLD);
        return topology;
    }
}
