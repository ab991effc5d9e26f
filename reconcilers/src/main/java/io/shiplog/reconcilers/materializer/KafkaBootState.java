package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.boot.Booted;
import io.shiplog.journal.kafka.boot.Takeover;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.streams.StreamsSettings;

/** Where a materializer takes up the journal as Kafka has it: by the code that boots an API server. */
public record KafkaBootState(StreamsSettings streams) implements BootState {
    @Override
    public Start load() {
        ClusterConfig cluster = streams.cluster();
        Takeover.complete(cluster);
        Booted booted = Boot.boot(cluster);
        return new Start(
                booted.state(),
                booted.committed(),
                booted.replayed(),
                booted.corrections(),
                JournalRange.committed(cluster, streams.applicationId(MaterializerTopology.APPLICATION)));
    }
}
