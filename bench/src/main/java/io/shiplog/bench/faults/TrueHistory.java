package io.shiplog.bench.faults;

import io.shiplog.bench.faults.history.Truth;
import io.shiplog.bench.faults.history.Truth.Version;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the journal says happened, by the accept rule alone: a fold of its own, so that one that is wrong is found. */
final class TrueHistory {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final GroupResource WATCHED = GroupResource.core("configmaps");

    private final Map<Object, Long> current = new HashMap<>();
    private final List<Version> versions = new ArrayList<>();

    private TrueHistory() {}

    static Truth read(ClusterConfig cluster) {
        var history = new TrueHistory();
        long end;
        try (var consumer = JournalClients.consumer(cluster)) {
            end = PartitionRead.ends(consumer, Topics.journalPartition(cluster), TIMEOUT);
        }
        JournalRange.read(cluster, 0, end, history::fold);
        return new Truth(history.versions);
    }

    private void fold(JournalRecord record) {
        List<Write> writes = record.proposal().writes();
        for (Write write : writes) {
            if (current.getOrDefault(place(write), 0L) != write.base()) {
                return;
            }
        }
        long position = record.offset() + 1;
        for (Write write : writes) {
            current.put(place(write), write.object() == null ? 0 : position);
            boolean watched = write.resource().equals(WATCHED)
                    && write.key().namespace().equals(ApiMember.NAMESPACE)
                    && write.key().name().startsWith(FaultClient.PREFIX);
            if (watched) {
                byte[] object = write.object();
                versions.add(new Version(
                        position,
                        write.key().name(),
                        object == null ? null : FaultClient.value(Json.parse(object)),
                        write.base()));
            }
        }
    }

    private static Object place(Write write) {
        return List.of(write.resource(), write.key());
    }
}
