package io.shiplog.journal.kafka.embedded;

import java.nio.file.Path;

/** Another process, or another part of this one, runs on the data directory. */
public final class DataDirectoryInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataDirectoryInUseException(Path directory) {
        super("another Kafka is running on " + directory);
    }
}
