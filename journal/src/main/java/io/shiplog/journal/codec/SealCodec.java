package io.shiplog.journal.codec;

import io.shiplog.journal.seal.Fingerprints;
import io.shiplog.journal.seal.Seal;
import io.shiplog.journal.seal.Seal.SealedKeyframe;
import io.shiplog.journal.seal.WrittenSeal;
import org.jspecify.annotations.Nullable;

/** The values of {@code seals}, format version 1: see docs/record-formats.md. Stateless. */
public final class SealCodec {
    /** The format version that this build writes, and the only one that it reads. */
    public static final int VERSION = 1;

    private SealCodec() {}

    public static byte[] encode(WrittenSeal written) {
        Seal seal = written.seal();
        String records = seal.records().base64();
        var json = new JsonBytes(512 + records.length());
        json.ascii("{\"v\":1,\"from\":")
                .number(seal.from())
                .ascii(",\"to\":")
                .number(seal.to())
                .ascii(",\"previous\":")
                .string(seal.previous());
        SealedKeyframe keyframe = seal.keyframe();
        if (keyframe != null) {
            json.ascii(",\"keyframe\":{\"id\":")
                    .string(keyframe.id())
                    .ascii(",\"sha256\":")
                    .string(keyframe.sha256())
                    .ascii("}");
        }
        json.ascii(",\"head\":").string(written.head());
        WrittenSeal.Signature signature = written.signature();
        if (signature != null) {
            json.ascii(",\"key\":")
                    .string(signature.key())
                    .ascii(",\"signature\":")
                    .string(signature.base64());
        }
        return json.ascii(",\"records\":").string(records).ascii("}").toArray();
    }

    /**
     * Reads a seal.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static WrittenSeal decode(byte[] value) {
        int version = ValueReader.version(value);
        if (version != VERSION) {
            throw new UnreadableValueException(
                    "the seal has format version " + version + ", this build reads " + VERSION);
        }
        var read = new Read();
        ValueReader.read(value, reader -> reader.members(name -> read.member(name, reader)));
        try {
            return read.seal();
        } catch (IllegalArgumentException e) {
            throw new UnreadableValueException("the seal cannot be read: " + e.getMessage(), e);
        }
    }

    private static final class Read {
        private long from = -1;
        private long to = -1;
        private @Nullable String previous;
        private @Nullable String head;
        private @Nullable String records;
        private @Nullable String keyframe;
        private @Nullable String sha256;
        private @Nullable String key;
        private @Nullable String signature;

        void member(String name, ValueReader reader) {
            switch (name) {
                case "from" -> from = reader.number();
                case "to" -> to = reader.number();
                case "previous" -> previous = reader.string();
                case "head" -> head = reader.string();
                case "records" -> records = reader.string();
                case "key" -> key = reader.string();
                case "signature" -> signature = reader.string();
                case "keyframe" ->
                    reader.members(part -> {
                        switch (part) {
                            case "id" -> keyframe = reader.string();
                            case "sha256" -> sha256 = reader.string();
                            default -> {}
                        }
                    });
                default -> {}
            }
        }

        WrittenSeal seal() {
            return new WrittenSeal(
                    new Seal(
                            ValueReader.required(previous, "previous"),
                            from,
                            to,
                            Fingerprints.ofBase64(ValueReader.required(records, "records")),
                            keyframe == null
                                    ? null
                                    : new SealedKeyframe(keyframe, ValueReader.required(sha256, "sha256"))),
                    ValueReader.required(head, "head"),
                    signature == null ? null : new WrittenSeal.Signature(ValueReader.required(key, "key"), signature));
        }
    }
}
