package io.shiplog.journal.kafka.backup;

import io.shiplog.journal.Contents;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.past.KafkaKeyframes;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.States;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A cluster that works, and remembers what it was at every moment. */
final class WorkedCluster implements AutoCloseable {
    private final ClusterConfig cluster;
    private final KafkaJournal journal;
    private final Map<Long, String> moments = new TreeMap<>();
    private State state = State.EMPTY;

    WorkedCluster(KafkaForTests kafka, String name) {
        cluster = kafka.cluster(name);
        journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
    }

    ClusterConfig config() {
        return cluster;
    }

    State state() {
        return state;
    }

    /** What the cluster was at a resourceVersion. */
    String at(long resourceVersion) {
        return String.valueOf(moments.get(resourceVersion));
    }

    void play(List<Proposal> proposals) {
        List<java.util.concurrent.CompletableFuture<Long>> appended = new ArrayList<>();
        for (Proposal proposal : proposals) {
            appended.add(journal.append(proposal));
        }
        for (int i = 0; i < proposals.size(); i++) {
            state = state.fold(proposals.get(i), appended.get(i).join()).next();
            moments.put(state.resourceVersion(), States.print(state));
        }
    }

    /** As the materializer does. */
    void keyframe() throws Exception {
        KafkaKeyframes.write(cluster, state, Contents.of(state), Instant.now());
    }

    /** As the materializer does. */
    void position() {
        try (Acknowledged producer = new Acknowledged(cluster)) {
            producer.send(new ProducerRecord<>(
                    Topics.state(cluster),
                    0,
                    StateRecordFormat.positionKey(),
                    StateRecordFormat.positionValue(),
                    StateRecordFormat.positionHeaders(state.resourceVersion(), Contents.of(state))));
            producer.await();
        }
    }

    /** As the audit window does. */
    void forgetBefore(long offset) throws Exception {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.deleteRecords(Map.of(Topics.journalPartition(cluster), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** The records of a stretch of a cluster's journal: time and proposal of each. */
    static List<String> records(ClusterConfig cluster, long from, long to) {
        List<String> records = new ArrayList<>();
        JournalRange.read(
                cluster,
                from,
                to,
                record -> records.add(record.offset() + " " + record.time() + " "
                        + record.proposal().id() + " "
                        + record.proposal().writes().size()));
        return records;
    }

    @Override
    public void close() {
        journal.close();
    }
}
