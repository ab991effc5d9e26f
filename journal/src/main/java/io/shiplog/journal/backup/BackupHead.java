package io.shiplog.journal.backup;

import io.shiplog.journal.Contents;
import io.shiplog.journal.past.Keyframe;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself, before all else.
 *
 * @param id tells it from others
 * @param made when
 * @param source whose it is
 * @param moment what of it
 * @param base where its fold begins
 */
public record BackupHead(String id, Instant made, Source source, Moment moment, Base base) {
    /**
     * A cluster.
     *
     * @param cluster its name, which its topics begin with
     * @param clusterId the id of its journal's topic, which no other journal ever has
     */
    public record Source(String cluster, String clusterId) {}

    /**
     * A moment of it.
     *
     * @param resourceVersion all that took effect up to there is in it, and nothing else
     * @param contents what that comes to; null when nobody said so
     */
    public record Moment(long resourceVersion, @Nullable Contents contents) {}

    /**
     * The state that the journal's records are folded onto.
     *
     * @param keyframe null for the beginning of the journal
     * @param window whether all is there that the cluster's past reached
     */
    public record Base(@Nullable Keyframe keyframe, boolean window) {
        /** The offset of the first record of the journal that is in it. */
        public long from() {
            return keyframe == null ? 0 : keyframe.resourceVersion();
        }
    }

    /** How many records of the journal are in it. */
    public long records() {
        return moment.resourceVersion() - base.from();
    }

    /** For people: which moment of which cluster. */
    @Override
    public String toString() {
        Contents contents = moment.contents();
        return (contents == null ? "everything" : contents.objects() + " objects") + " of the cluster '"
                + source.cluster() + "' at resourceVersion " + moment.resourceVersion()
                + (base.window() ? ", with its past from resourceVersion " + Math.max(1, base.from()) : "");
    }
}
