package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.kafka.Boot;
import io.shiplog.journal.kafka.Booted;
import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.JournalRange;
import io.shiplog.journal.kafka.Takeover;
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
