package io.shiplog.journal.codec;

import io.shiplog.journal.codec.AssignedPod.Named;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code assignments}, written in format version 2, read in versions 1 and 2: see docs/record-formats.md.
 * In version 1 a pod's record carried what the pod names; in version 2 each such object has one record per node.
 * Stateless.
 */
public final class AssignmentCodec {
    /** The format version that this build writes. */
    public static final int VERSION = 2;

    private static final byte[] MISSING =
            new JsonBytes(32).ascii("{\"v\":2,\"object\":null}").toArray();

    private AssignmentCodec() {}

    /** The value of a pod's record. */
    public static byte[] pod(AssignedPod assigned) {
        var json = new JsonBytes(
                assigned.pod().length + 256 + 96 * assigned.services().size());
        json.ascii("{\"v\":2,\"node\":").string(assigned.node());
        json.ascii(",\"pod\":").raw(assigned.pod());
        json.ascii(",\"configMaps\":");
        names(json, assigned.configMaps());
        json.ascii(",\"secrets\":");
        names(json, assigned.secrets());
        json.ascii(",\"services\":[");
        String separator = "";
        for (AssignedService service : assigned.services()) {
            json.ascii(separator);
            service(json, service);
            separator = ",";
        }
        return json.ascii("]}").toArray();
    }

    private static void names(JsonBytes json, List<Named> objects) {
        json.ascii("[");
        String separator = "";
        for (Named object : objects) {
            json.ascii(separator).string(object.name());
            separator = ",";
        }
        json.ascii("]");
    }

    private static void service(JsonBytes json, AssignedService service) {
        json.ascii("{\"namespace\":").string(service.namespace());
        json.ascii(",\"name\":").string(service.name());
        json.ascii(",\"clusterIP\":").string(service.clusterIp()).ascii(",\"ports\":[");
        String separator = "";
        for (AssignedService.Port port : service.ports()) {
            json.ascii(separator).ascii("{");
            if (!port.name().isEmpty()) {
                json.ascii("\"name\":").string(port.name()).ascii(",");
            }
            json.ascii("\"port\":").number(port.port());
            json.ascii(",\"protocol\":").string(port.protocol()).ascii("}");
            separator = ",";
        }
        json.ascii("]}");
    }

    /**
     * The value of the record of an object that pods name: the same for every node.
     *
     * @param object the object as JSON, null when pods name it and it is not there
     */
    public static byte[] object(byte @Nullable [] object) {
        return object == null
                ? MISSING.clone()
                : new JsonBytes(object.length + 32)
                        .ascii("{\"v\":2,\"object\":")
                        .raw(object)
                        .ascii("}")
                        .toArray();
    }

    /**
     * Reads the value of a pod's record.
     *
     * @throws UnreadableValueException when it is none of version 1 or 2
     */
    public static AssignedPod readPod(byte[] value) {
        checkVersion(value, 1);
        var reading = new PodReading();
        ValueReader.read(value, reading::read);
        return new AssignedPod(
                ValueReader.required(reading.node, "node"),
                ValueReader.required(reading.pod, "pod"),
                reading.configMaps,
                reading.secrets,
                reading.services);
    }

    /**
     * Reads the value of the record of an object that pods name: the object as JSON, null when it is not there.
     *
     * @throws UnreadableValueException when it is none of version 2
     */
    public static byte @Nullable [] readObject(byte[] value) {
        checkVersion(value, 2);
        byte[][] object = new byte[1][];
        boolean[] said = new boolean[1];
        ValueReader.read(
                value,
                reader -> reader.members(name -> {
                    if (name.equals("object")) {
                        said[0] = true;
                        object[0] = reader.isNull() ? null : reader.object();
                    }
                }));
        if (!said[0]) {
            throw new UnreadableValueException("the value has no object");
        }
        return object[0];
    }

    /** The format version that a value says it is of, 0 if it says none. */
    public static int version(byte[] value) {
        return ValueReader.version(value);
    }

    private static void checkVersion(byte[] value, int oldest) {
        int version = ValueReader.version(value);
        if (version < oldest || version > VERSION) {
            throw new UnreadableValueException("the assignment has format version " + version + ", this build reads "
                    + oldest + " to " + VERSION + " of it");
        }
    }

    private static final class PodReading {
        private @Nullable String node;
        private byte @Nullable [] pod;
        private final List<Named> configMaps = new ArrayList<>();
        private final List<Named> secrets = new ArrayList<>();
        private final List<AssignedService> services = new ArrayList<>();

        void read(ValueReader reader) {
            reader.members(name -> {
                switch (name) {
                    case "node" -> node = reader.string();
                    case "pod" -> pod = reader.object();
                    case "configMaps" -> named(reader, configMaps);
                    case "secrets" -> named(reader, secrets);
                    case "services" -> reader.elements(() -> services.add(service(reader)));
                    default -> {}
                }
            });
        }

        /** Names, or in version 1 objects by name. */
        private static void named(ValueReader reader, List<Named> to) {
            if (reader.isArray()) {
                reader.elements(() -> to.add(new Named(reader.string())));
            } else {
                reader.members(name -> to.add(new Named(name, reader.object())));
            }
        }

        private static AssignedService service(ValueReader reader) {
            String[] texts = {"", "", ""};
            var ports = new ArrayList<AssignedService.Port>();
            reader.members(name -> {
                switch (name) {
                    case "namespace" -> texts[0] = reader.string();
                    case "name" -> texts[1] = reader.string();
                    case "clusterIP" -> texts[2] = reader.string();
                    case "ports" -> reader.elements(() -> ports.add(port(reader)));
                    default -> {}
                }
            });
            return new AssignedService(texts[0], texts[1], texts[2], ports);
        }

        private static AssignedService.Port port(ValueReader reader) {
            String[] texts = {"", "TCP"};
            int[] number = new int[1];
            reader.members(name -> {
                switch (name) {
                    case "name" -> texts[0] = reader.string();
                    case "protocol" -> texts[1] = reader.string();
                    case "port" -> number[0] = Math.toIntExact(reader.number());
                    default -> {}
                }
            });
            return new AssignedService.Port(texts[0], number[0], texts[1]);
        }
    }
}
