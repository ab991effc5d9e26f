package io.shiplog.journal.codec;

import io.shiplog.journal.codec.Report.ReportedEvent;
import io.shiplog.objects.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code reports}, format version 1: see docs/record-formats.md. Stateless. */
public final class ReportCodec {
    /** The format version that this build writes, and the only one that it reads. */
    public static final int VERSION = 1;

    private ReportCodec() {}

    /** The value of a report's record. */
    public static byte[] encode(Report report) {
        return switch (report) {
            case Report.OfNode node -> node(node);
            case Report.OfPod pod -> pod(pod);
        };
    }

    private static byte[] node(Report.OfNode report) {
        return new JsonBytes(report.object().length + 128)
                .ascii("{\"v\":1,\"node\":")
                .string(report.node())
                .ascii(",\"object\":")
                .raw(report.object())
                .ascii(",\"time\":")
                .string(report.time())
                .ascii("}")
                .toArray();
    }

    private static byte[] pod(Report.OfPod report) {
        var json = new JsonBytes(
                report.status().length + 256 + 256 * report.events().size());
        json.ascii("{\"v\":1,\"node\":").string(report.node());
        json.ascii(",\"pod\":{\"namespace\":").string(report.pod().namespace());
        json.ascii(",\"name\":").string(report.pod().name());
        json.ascii(",\"uid\":").string(report.uid());
        json.ascii("},\"status\":").raw(report.status());
        json.ascii(",\"terminated\":").ascii(Boolean.toString(report.terminated()));
        json.ascii(",\"events\":[");
        String separator = "";
        for (ReportedEvent event : report.events()) {
            json.ascii(separator);
            event(json, event);
            separator = ",";
        }
        return json.ascii("],\"time\":").string(report.time()).ascii("}").toArray();
    }

    private static void event(JsonBytes json, ReportedEvent event) {
        json.ascii("{\"reason\":").string(event.reason());
        json.ascii(",\"type\":").string(event.type());
        json.ascii(",\"message\":").string(event.message());
        json.ascii(",\"count\":").number(event.count());
        json.ascii(",\"firstTime\":").string(event.firstTime());
        json.ascii(",\"lastTime\":").string(event.lastTime());
        if (!event.fieldPath().isEmpty()) {
            json.ascii(",\"fieldPath\":").string(event.fieldPath());
        }
        json.ascii("}");
    }

    /**
     * Reads the value of a heartbeat.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static Report.OfNode readNode(byte[] value) {
        var reading = new Reading(value);
        return new Report.OfNode(
                ValueReader.required(reading.node, "node"),
                reading.time,
                ValueReader.required(reading.object, "object"));
    }

    /**
     * Reads the value of a report of a pod.
     *
     * @throws UnreadableValueException when it is none of version 1
     */
    public static Report.OfPod readPod(byte[] value) {
        var reading = new Reading(value);
        return new Report.OfPod(
                ValueReader.required(reading.node, "node"),
                reading.time,
                new ObjectKey(reading.namespace, reading.name),
                ValueReader.required(reading.uid, "pod.uid"),
                ValueReader.required(reading.status, "status"),
                reading.terminated,
                reading.events);
    }

    /** The members of either kind of report. */
    private static final class Reading {
        private long version;
        private @Nullable String node;
        private String time = "";
        private byte @Nullable [] object;
        private String namespace = "";
        private String name = "";
        private @Nullable String uid;
        private byte @Nullable [] status;
        private boolean terminated;
        private final List<ReportedEvent> events = new ArrayList<>();

        Reading(byte[] value) {
            ValueReader.read(value, this::read);
            if (version != VERSION) {
                throw new UnreadableValueException(
                        "the report has format version " + version + ", this build reads " + VERSION);
            }
        }

        private void read(ValueReader reader) {
            reader.members(member -> {
                switch (member) {
                    case "v" -> version = reader.number();
                    case "node" -> node = reader.string();
                    case "time" -> time = reader.string();
                    case "object" -> object = reader.object();
                    case "pod" -> reader.members(part -> pod(reader, part));
                    case "status" -> status = reader.object();
                    case "terminated" -> terminated = reader.bool();
                    case "events" -> reader.elements(() -> events.add(event(reader)));
                    default -> {}
                }
            });
        }

        private void pod(ValueReader reader, String member) {
            switch (member) {
                case "namespace" -> namespace = reader.string();
                case "name" -> name = reader.string();
                case "uid" -> uid = reader.string();
                default -> {}
            }
        }

        private static ReportedEvent event(ValueReader reader) {
            String[] texts = {"", "Normal", "", "", "", ""};
            int[] count = {1};
            reader.members(member -> {
                switch (member) {
                    case "reason" -> texts[0] = reader.string();
                    case "type" -> texts[1] = reader.string();
                    case "message" -> texts[2] = reader.string();
                    case "count" -> count[0] = Math.toIntExact(reader.number());
                    case "firstTime" -> texts[3] = reader.string();
                    case "lastTime" -> texts[4] = reader.string();
                    case "fieldPath" -> texts[5] = reader.string();
                    default -> {}
                }
            });
            return new ReportedEvent(texts[0], texts[1], texts[2], count[0], texts[3], texts[4], texts[5]);
        }
    }
}
