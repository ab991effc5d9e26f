package io.shiplog.journal.backup;

import io.shiplog.journal.backup.BackupPart.RawRecord;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A backup of an earlier moment, cut from one that goes further: the same keyframe, and of the journal what lies before
 * the moment.
 */
public final class BackupCut {
    private BackupCut() {}

    /**
     * Cuts a backup. Both streams stay their givers' to close.
     *
     * @param at the resourceVersion of the moment
     * @param id the id of what is written, which no other backup has
     * @return the head of what was written
     * @throws BackupRefusedException when {@code in} is damaged, or does not reach from before the moment to it
     */
    public static BackupHead cut(InputStream in, long at, String id, OutputStream out) {
        BackupReader reader = new BackupReader(in);
        BackupHead whole = reader.head();
        if (at < Math.max(1, whole.base().from()) || at > whole.moment().resourceVersion()) {
            throw new BackupRefusedException("the backup is of the moments from resourceVersion "
                    + Math.max(1, whole.base().from()) + " to "
                    + whole.moment().resourceVersion() + ", and " + at + " is none of them");
        }
        BackupHead.Moment moment =
                at == whole.moment().resourceVersion() ? whole.moment() : new BackupHead.Moment(at, null);
        BackupHead head = new BackupHead(id, whole.made(), whole.source(), moment, whole.base());
        BackupWriter writer = BackupWriter.begin(out, head);
        for (Optional<BackupPart> part = reader.next(); part.isPresent(); part = reader.next()) {
            before(part.get(), at).ifPresent(writer::write);
        }
        writer.end();
        return head;
    }

    private static Optional<BackupPart> before(BackupPart part, long at) {
        return switch (part) {
            case BackupPart.Chunk chunk -> Optional.of(chunk);
            case BackupPart.Stretch(List<RawRecord> records) -> {
                List<RawRecord> kept =
                        records.stream().filter(record -> record.offset() < at).toList();
                yield kept.isEmpty() ? Optional.empty() : Optional.of(new BackupPart.Stretch(kept));
            }
        };
    }
}
