package io.shiplog.journal.kafka.embedded;

/** When an embedded Kafka brings what it acknowledges to the disk, so that it outlives a loss of power too. */
public enum Sync {
    /** Before it is acknowledged. */
    ALWAYS,
    /** Within half a second. */
    INTERVAL,
    /** When the operating system does. What is acknowledged outlives a kill of the process, not a loss of power. */
    NEVER
}
