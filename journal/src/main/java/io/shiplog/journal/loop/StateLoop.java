package io.shiplog.journal.loop;

import io.shiplog.journal.view.StateRecord;
import java.time.Instant;

/** A loop over the cluster's state: it starts from a view, and takes every later record of what it watches. */
public interface StateLoop extends Loop {
    /** Takes in everything that its view holds. Called once, first. */
    void start(Instant now);

    /** Takes the next record of the state topic. */
    void take(StateRecord record, Instant now);
}
