package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.Contents;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;

/** The records of the state topic as the materializer writes them. */
final class StateRecords {
    private StateRecords() {}

    /** The records of one proposal, all but the last saying that more follow. */
    static List<Record<byte[], byte[]>> proposal(List<StateRecord> records, long timestamp) {
        List<Record<byte[], byte[]>> written = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            written.add(object(records.get(i), i + 1 < records.size(), timestamp));
        }
        return written;
    }

    /** A record that stands for itself. */
    static Record<byte[], byte[]> alone(StateRecord record, long timestamp) {
        return object(record, false, timestamp);
    }

    /** What says that everything up to {@code resourceVersion} lies before it. */
    static Record<byte[], byte[]> position(long resourceVersion, Contents contents, long timestamp) {
        return new Record<>(
                StateRecordFormat.positionKey(),
                StateRecordFormat.positionValue(),
                timestamp,
                StateRecordFormat.positionHeaders(resourceVersion, contents));
    }

    @SuppressWarnings("NullAway") // a null value is Kafka's tombstone; the class is not annotated
    private static Record<byte[], byte[]> object(StateRecord record, boolean more, long timestamp) {
        return new Record<byte[], byte[]>(
                StateRecordFormat.key(record.ref()),
                record.object(),
                timestamp,
                more ? StateRecordFormat.headersOfMore(record) : StateRecordFormat.headers(record));
    }
}
