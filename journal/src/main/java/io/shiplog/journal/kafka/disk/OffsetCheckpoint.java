package io.shiplog.journal.kafka.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An offset of each partition as Kafka keeps it beside the logs, such as up to where they are on the disk, or from
 * where on they count: a file with a version, the number of lines, and a line {@code topic partition offset} each.
 */
record OffsetCheckpoint(Map<String, Long> byPartition) {
    private static final int HEAD_LINES = 2;

    /** Reads the file; where there is none, or a line that is none, nothing is known. */
    static OffsetCheckpoint read(Path file) throws IOException {
        Map<String, Long> points = new HashMap<>();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines.stream().skip(HEAD_LINES).toList()) {
            String[] parts = line.split(" ");
            if (parts.length == 3 && parts[2].matches("[0-9]{1,18}")) {
                points.put(parts[0] + "-" + parts[1], Long.parseLong(parts[2]));
            }
        }
        return new OffsetCheckpoint(points);
    }

    /** The offset of the partition in the folder of this name; 0 when it is not known. */
    long of(String partition) {
        return byPartition.getOrDefault(partition, 0L);
    }
}
