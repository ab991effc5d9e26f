package io.shiplog.journal.memory;

import io.shiplog.journal.Journal;
import io.shiplog.journal.testkit.JournalContract;

class InMemoryJournalContractTest extends JournalContract {
    private InMemoryJournal journal = new InMemoryJournal();

    @Override
    protected void createEmptyJournal() {
        journal = new InMemoryJournal();
    }

    @Override
    protected Journal connect() {
        return journal;
    }
}
