package io.shiplog.journal.kafka.log;

import io.shiplog.journal.Journal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.testkit.JournalContract;
import io.shiplog.journal.testkit.KafkaForTests;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalJournalContractTest extends JournalContract {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    private static int clusters;
    private ClusterConfig cluster = new ClusterConfig("", "", Map.of());

    @Override
    protected void createEmptyJournal() {
        cluster = KAFKA.cluster("contract-" + clusters++);
    }

    @Override
    protected Journal connect() {
        return LocalJournal.open(KAFKA.get().broker(), cluster, JournalSettings.DEFAULT);
    }
}
