package io.shiplog.scheduler.streams;

import io.shiplog.journal.Journal;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.Change;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.state.WatchedResources;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Folds a journal into the state topic, as the materializer does, for a test without the reconcilers; keeps what it
 * saw.
 */
final class TestMaterializer implements AutoCloseable, Journal.Listener {
    private final ClusterConfig cluster;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Journal.Tail tail;
    final AtomicReference<State> state = new AtomicReference<>(State.EMPTY);
    final AtomicInteger refused = new AtomicInteger();
    /** How often a pod came to have a node. */
    final Map<String, Integer> bindings = new ConcurrentHashMap<>();

    final AtomicReference<Throwable> fault = new AtomicReference<>();

    TestMaterializer(ClusterConfig cluster, Journal journal) {
        this.cluster = cluster;
        this.producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer());
        this.tail = journal.tail(0, this);
    }

    @Override
    public void records(List<JournalRecord> batch) {
        for (JournalRecord record : batch) {
            State.Folded folded = state.get().fold(record.proposal(), record.offset());
            state.set(folded.next());
            switch (folded.verdict()) {
                case Verdict.Accepted accepted ->
                    accepted.changes()
                            .forEach(change -> write(change, record.proposal().id()));
                case Verdict.Refused _ -> refused.incrementAndGet();
            }
        }
        producer.send(new ProducerRecord<>(
                Topics.state(cluster),
                null,
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                StateRecordFormat.positionHeaders(batch.getLast().offset() + 1)));
        producer.flush();
    }

    private void write(Change change, String proposal) {
        if (!WatchedResources.ALL.contains(change.resource())) {
            return;
        }
        StateRecord record = StateRecord.of(change, proposal);
        producer.send(new ProducerRecord<>(
                Topics.state(cluster),
                null,
                StateRecordFormat.key(record.ref()),
                record.object(),
                StateRecordFormat.headers(record)));
        boolean bound = isBound(change.after() == null ? null : change.after().json());
        boolean before =
                isBound(change.before() == null ? null : change.before().json());
        if (bound && !before && change.resource().equals(Pods.RESOURCE)) {
            bindings.merge(record.key().name(), 1, Integer::sum);
        }
    }

    private static boolean isBound(byte[] json) {
        return json != null
                && !io.shiplog.resources.json.Json.parse(json)
                        .path("spec")
                        .path("nodeName")
                        .asString("")
                        .isEmpty();
    }

    @Override
    public void failed(Throwable cause) {
        fault.set(cause);
    }

    @Override
    public void close() {
        tail.close();
        producer.close();
    }
}
