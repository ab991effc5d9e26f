package io.shiplog.journal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.Contents;
import io.shiplog.journal.backup.BackupHead;
import io.shiplog.journal.past.Keyframe;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The head and the end of a backup, format version 1: see docs/record-formats.md. Stateless. */
public final class BackupCodec {
    /** The format version that this build writes, and the newest that it reads. */
    public static final int VERSION = 1;

    private BackupCodec() {}

    /** The content of the head. */
    public static byte[] encode(BackupHead head) {
        var json = new JsonBytes(512)
                .ascii("{\"v\":1,\"id\":")
                .string(head.id())
                .ascii(",\"made\":")
                .string(head.made().toString())
                .ascii(",\"cluster\":")
                .string(head.source().cluster())
                .ascii(",\"clusterId\":")
                .string(head.source().clusterId())
                .ascii(",\"rv\":")
                .number(head.moment().resourceVersion());
        Contents contents = head.moment().contents();
        if (contents != null) {
            json.ascii(",\"objects\":")
                    .number(contents.objects())
                    .ascii(",\"digest\":")
                    .string(Long.toHexString(contents.digest()));
        }
        json.ascii(",\"from\":")
                .number(head.base().from())
                .ascii(",\"records\":")
                .number(head.records());
        json.ascii(",\"window\":").ascii(Boolean.toString(head.base().window()));
        Keyframe keyframe = head.base().keyframe();
        if (keyframe != null) {
            json.ascii(",\"keyframe\":").raw(KeyframeCodec.encode(keyframe));
        }
        return json.ascii("}").toArray();
    }

    /** The format version of a head. */
    public static int version(byte[] head) {
        return ValueReader.version(head);
    }

    /**
     * Reads a head.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static BackupHead head(byte[] head) {
        var read = new ReadHead();
        ValueReader.read(head, read::read);
        return read.head();
    }

    /**
     * The content of the end.
     *
     * @param parts how many come before it
     * @param sha256 of every byte before it
     */
    public static byte[] end(long parts, byte[] sha256) {
        return ("{\"parts\":" + parts + ",\"sha256\":\"" + HexFormat.of().formatHex(sha256) + "\"}").getBytes(UTF_8);
    }

    private static final class ReadHead {
        private @Nullable String id;
        private @Nullable String made;
        private @Nullable String cluster;
        private @Nullable String clusterId;
        private @Nullable String digest;
        private byte @Nullable [] keyframe;
        private long version = -1;
        private long objects = -1;
        private boolean window;

        void read(ValueReader reader) {
            reader.members(name -> {
                switch (name) {
                    case "id" -> id = reader.string();
                    case "made" -> made = reader.string();
                    case "cluster" -> cluster = reader.string();
                    case "clusterId" -> clusterId = reader.string();
                    case "rv" -> version = reader.number();
                    case "objects" -> objects = reader.number();
                    case "digest" -> digest = reader.string();
                    case "window" -> window = reader.bool();
                    case "keyframe" -> keyframe = reader.object();
                    default -> {}
                }
            });
        }

        BackupHead head() {
            try {
                return new BackupHead(
                        ValueReader.required(id, "id"),
                        Instant.parse(ValueReader.required(made, "made")),
                        new BackupHead.Source(
                                ValueReader.required(cluster, "cluster"), ValueReader.required(clusterId, "clusterId")),
                        new BackupHead.Moment(
                                version,
                                digest == null ? null : new Contents(objects, Long.parseUnsignedLong(digest, 16))),
                        new BackupHead.Base(keyframe == null ? null : KeyframeCodec.keyframe(keyframe), window));
            } catch (NumberFormatException | DateTimeException e) {
                throw new UnreadableValueException("the head cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
