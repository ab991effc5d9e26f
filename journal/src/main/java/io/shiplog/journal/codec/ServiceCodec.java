package io.shiplog.journal.codec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code services}, format version 1: see docs/record-formats.md. Stateless. */
public final class ServiceCodec {
    /** The format version that this build writes, and the only one that it reads. */
    public static final int VERSION = 1;

    private ServiceCodec() {}

    /** The value of a service's record. */
    public static byte[] encode(ServiceEntry entry) {
        int size = entry.service().length + 64;
        for (byte[] slice : entry.slices()) {
            size += slice.length + 1;
        }
        var json = new JsonBytes(size);
        json.ascii("{\"v\":1,\"service\":").raw(entry.service()).ascii(",\"endpointSlices\":[");
        String separator = "";
        for (byte[] slice : entry.slices()) {
            json.ascii(separator).raw(slice);
            separator = ",";
        }
        return json.ascii("]}").toArray();
    }

    /**
     * Reads the value of a service's record.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static ServiceEntry read(byte[] value) {
        int version = ValueReader.version(value);
        if (version != VERSION) {
            throw new UnreadableValueException(
                    "the service has format version " + version + ", this build reads " + VERSION);
        }
        var reading = new Reading();
        ValueReader.read(value, reading::read);
        return new ServiceEntry(ValueReader.required(reading.service, "service"), reading.slices);
    }

    private static final class Reading {
        private byte @Nullable [] service;
        private final List<byte[]> slices = new ArrayList<>();

        void read(ValueReader reader) {
            reader.members(name -> {
                switch (name) {
                    case "service" -> service = reader.object();
                    case "endpointSlices" -> reader.elements(() -> slices.add(reader.object()));
                    default -> {}
                }
            });
        }
    }
}
