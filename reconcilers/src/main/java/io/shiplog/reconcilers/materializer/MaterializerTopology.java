package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import java.util.Collection;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** The materializer's topology: one task, since the journal and the state topics have one partition each. */
public final class MaterializerTopology {
    /** The application's name; its consumer group's committed journal offset is where replicas take up the journal. */
    public static final String APPLICATION = "materializer";

    /** Others wait for what it commits: a replica that boots, and a task that starts to decide. */
    private static final int COMMIT_MILLIS = 150;

    private static final String JOURNAL = "journal";
    private static final String READ_BACK = "read-back";
    private static final String FOLD = "fold";
    private static final String STATE = "state";

    private MaterializerTopology() {}

    /** The settings that it runs with. */
    public static Properties settings(StreamsSettings streams) {
        Properties settings = streams.properties(APPLICATION);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        return settings;
    }

    /** The topology for a cluster whose resources are {@code catalogue}. */
    public static Topology of(ClusterConfig cluster, Collection<GroupResource> catalogue, BootState boot) {
        var topics = new StateTopicNames(cluster, catalogue);
        String journal = cluster.topic(JOURNAL);
        var codec = new ProposalCodec(ProposalLimits.DEFAULT);
        var topology = new Topology();
        topology.addSource(JOURNAL, new ByteArrayDeserializer(), new ByteArrayDeserializer(), journal);
        topology.addSource(
                READ_BACK,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                new TreeSet<>(catalogue).stream().map(topics::topic).toArray(String[]::new));
        topology.addProcessor(FOLD, () -> new MaterializerProcessor(codec, boot, journal, topics), JOURNAL, READ_BACK);
        topology.addSink(STATE, new TopicOfResource(topics), new KeySerializer(), new ObjectSerializer(), FOLD);
        return topology;
    }

    private record TopicOfResource(StateTopicNames topics) implements TopicNameExtractor<ObjectRef, StateRecord> {
        @Override
        public String extract(ObjectRef ref, StateRecord record, RecordContext context) {
            return topics.topic(ref.resource());
        }

        @Override
        public String toString() {
            return "the state topic of the resource";
        }
    }

    private static final class KeySerializer implements Serializer<ObjectRef> {
        @Override
        public byte[] serialize(String topic, ObjectRef ref) {
            return StateRecordFormat.key(ref.key());
        }
    }

    private static final class ObjectSerializer implements Serializer<StateRecord> {
        @Override
        @SuppressWarnings("NullAway") // a null value is Kafka's tombstone; the interface is not annotated
        public byte[] serialize(String topic, StateRecord record) {
            return record.object();
        }

        @Override
        public byte[] serialize(String topic, Headers headers, StateRecord record) {
            return serialize(topic, record);
        }
    }
}
