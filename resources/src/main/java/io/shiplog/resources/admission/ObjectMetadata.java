package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.names.GeneratedNames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The metadata that only the server writes. */
final class ObjectMetadata {
    /** Times are RFC 3339, whose years have four digits. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final List<String> SERVERS_OWN =
            List.of("resourceVersion", "selfLink", "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds");

    private ObjectMetadata() {}

    static void create(Kind kind, ObjectNode object, Instant now, String uid) {
        ObjectNode metadata = Members.object(object, "metadata");
        metadata.remove(SERVERS_OWN);
        if (!kind.namespaced()) {
            metadata.remove("namespace");
        }
        String base = Members.text(metadata, "generateName");
        if (Members.text(metadata, "name").isEmpty() && !base.isEmpty()) {
            metadata.put("name", GeneratedNames.derived(base, uid));
        }
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", text(now));
        metadata.remove("generation");
        if (kind.rules().countsGenerations()) {
            metadata.put("generation", 1);
        }
    }

    static void update(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = Members.object(object, "metadata");
        ObjectNode before = Members.read(old, "metadata");
        metadata.remove(List.of("resourceVersion", "selfLink"));
        Members.carryIfAbsent("name", before, metadata);
        Members.carryIfAbsent("namespace", before, metadata);
        Members.carryIfAbsent("uid", before, metadata);
        Members.carryIfAbsent("generateName", before, metadata);
        Members.carry("creationTimestamp", before, metadata);
        Members.carry("deletionTimestamp", before, metadata);
        Members.carry("deletionGracePeriodSeconds", before, metadata);
        Members.carry("generation", before, metadata);
        Members.carry("managedFields", before, metadata);
    }

    static void statusUpdate(Kind kind, ObjectNode object, ObjectNode old) {
        update(object, old);
        ObjectNode metadata = Members.object(object, "metadata");
        ObjectNode before = Members.read(old, "metadata");
        kind.rules().statusKeeps().forEach(member -> Members.carry(member, before, metadata));
        Members.carry("finalizers", before, metadata);
    }

    /** A second request can only shorten the period, which still counts from the first one. */
    static void delete(ObjectNode object, Instant now, long graceSeconds) {
        ObjectNode metadata = Members.object(object, "metadata");
        String due = Members.text(metadata, "deletionTimestamp");
        if (due.isEmpty()) {
            long generation = metadata.path("generation").asLong(0);
            if (generation > 0) {
                metadata.put("generation", generation + 1);
            }
            metadata.put("deletionTimestamp", text(after(now, graceSeconds)));
            metadata.put("deletionGracePeriodSeconds", graceSeconds);
            return;
        }
        long period = metadata.path("deletionGracePeriodSeconds").asLong(0);
        if (graceSeconds < period) {
            metadata.put("deletionTimestamp", text(after(begun(due, period, now), graceSeconds)));
            metadata.put("deletionGracePeriodSeconds", graceSeconds);
        }
    }

    /** Some seconds after a time, the last moment that Kubernetes' times can say when that is later. */
    private static Instant after(Instant time, long seconds) {
        return seconds < time.until(LATEST, ChronoUnit.SECONDS) ? time.plusSeconds(seconds) : LATEST;
    }

    /** When a period began, as far as its end tells. */
    private static Instant begun(String due, long periodSeconds, Instant now) {
        Instant end = Instant.parse(due);
        return end.isBefore(LATEST) ? end.minusSeconds(periodSeconds) : now;
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
