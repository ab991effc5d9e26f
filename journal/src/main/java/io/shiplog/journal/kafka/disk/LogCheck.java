package io.shiplog.journal.kafka.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the logs of topics before Kafka does: the last batch of each always, every batch that Kafka's recovery
 * is going to read after an unclean stop. Kafka (4.3.1) does not look at the end of a log after an orderly stop, and
 * appends behind a torn one; after an unclean one it cuts a log at the first bad checksum and deletes all segments
 * behind it.
 *
 * <p>A torn end is left to Kafka's recovery. A journal that is damaged in the middle is refused; of any other topic
 * Kafka may cut, because it is made anew from the journal. Whatever is going to be deleted is kept beside the logs.
 */
public final class LogCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LogCheck.class);
    private static final String CLEAN = ".kafka_cleanshutdown";
    private static final String RECOVERY_POINTS = "recovery-point-offset-checkpoint";
    private static final String JOURNAL = ".journal-0";

    private final Path logs;
    private final Path kept;

    /**
     * @param logs the folder of partitions
     * @param kept where copies are kept
     */
    public LogCheck(Path logs, Path kept) {
        this.logs = logs;
        this.kept = kept;
    }

    /**
     * Looks, says what it finds, and keeps what Kafka is going to delete.
     *
     * @throws LogDamagedException when it is the journal, in its middle
     */
    public void run(Instant now) {
        try {
            List<Finding> findings = findings(unlooked());
            for (Finding finding : findings) {
                if (finding.isInTheMiddle()
                        && finding.partition().getFileName().toString().endsWith(JOURNAL)) {
                    throw new LogDamagedException(finding);
                }
            }
            for (Finding finding : findings) {
                Path copy = keep(finding, now);
                LOG.warn("{}; Kafka cuts it there. What it cuts away is kept in {}", finding.text(), copy);
            }
            if (!findings.isEmpty()) {
                // Without the mark Kafka looks for the end of each log itself, and cuts.
                Files.deleteIfExists(logs.resolve(CLEAN));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look through the logs in " + logs, e);
        }
    }

    /** From which offset on Kafka's recovery is going to read a partition. */
    private ToLongFunction<String> unlooked() throws IOException {
        boolean clean = Files.exists(logs.resolve(CLEAN));
        OffsetCheckpoint points = OffsetCheckpoint.read(logs.resolve(RECOVERY_POINTS));
        return partition -> clean ? Long.MAX_VALUE : points.of(partition);
    }

    /**
     * What is damaged, of every partition that is not Kafka's own.
     *
     * @param from the offset from which on every checksum is looked at
     */
    List<Finding> findings(ToLongFunction<String> from) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path partition : partitions()) {
            finding(partition, from.applyAsLong(partition.getFileName().toString()))
                    .ifPresent(findings::add);
        }
        return findings;
    }

    private List<Path> partitions() throws IOException {
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(logs)) {
            return folders.filter(folder -> folder.getFileName().toString().matches("[^_].*-[0-9]+"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    /** @param from what lies before this offset is on the disk, as Kafka knows */
    static Optional<Finding> finding(Path partition, long from) throws IOException {
        List<Segment> segments = Segment.of(partition);
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i + 1 == segments.size();
            boolean recovered =
                    last ? from != Long.MAX_VALUE : segments.get(i + 1).baseOffset() > from;
            if (recovered || last) {
                Optional<Damage> damage = segments.get(i).look(recovered ? Segment.Look.ALL : Segment.Look.LAST);
                if (damage.isPresent()) {
                    return Optional.of(new Finding(partition, damage.get(), segments.subList(i + 1, segments.size())));
                }
            }
        }
        return Optional.empty();
    }

    /** Copies what lies behind the damaged place; returns the folder. */
    Path keep(Finding finding, Instant now) throws IOException {
        Path folder = kept.resolve(
                now.toString().replace(':', '-') + "-" + finding.partition().getFileName());
        Files.createDirectories(folder);
        Segment segment = finding.damage().segment();
        ByteBuffer rest = segment.map()
                .slice(
                        finding.damage().position(),
                        segment.map().limit() - finding.damage().position());
        String name =
                segment.file().getFileName() + ".from-byte-" + finding.damage().position();
        try (FileChannel copy =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (rest.hasRemaining()) {
                copy.write(rest);
            }
        }
        for (Segment later : finding.later()) {
            Path copy = folder.resolve(later.file().getFileName());
            try {
                // Kafka deletes segments and never changes closed ones: a second name keeps one without a copy.
                Files.createLink(copy, later.file());
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.copy(later.file(), copy);
            }
        }
        return folder;
    }
}
