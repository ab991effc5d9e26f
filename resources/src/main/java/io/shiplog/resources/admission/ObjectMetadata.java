package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.zip.CRC32;
import tools.jackson.databind.node.ObjectNode;

/** The metadata that only the server writes. */
final class ObjectMetadata {
    /** No vowels and no digits that look like them: a generated name never spells a word. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX_LENGTH = 5;
    private static final int MAX_GENERATED_BASE = 63 - SUFFIX_LENGTH;
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
            metadata.put("name", generatedName(base, uid));
        }
        metadata.put("uid", uid);
        metadata.put("creationTimestamp", text(now));
        metadata.remove("generation");
        if (kind.rules().countsGenerations()) {
            metadata.put("generation", 1);
        }
    }

    /** The base and five characters that the uid determines. */
    static String generatedName(String base, String uid) {
        String head = base.length() > MAX_GENERATED_BASE ? base.substring(0, MAX_GENERATED_BASE) : base;
        CRC32 hash = new CRC32();
        hash.update(uid.getBytes(StandardCharsets.UTF_8));
        long rest = hash.getValue();
        StringBuilder name = new StringBuilder(head);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return name.toString();
    }

    static void update(ObjectNode object, ObjectNode old) {
        ObjectNode metadata = Members.object(object, "metadata");
        ObjectNode before = Members.read(old, "metadata");
        metadata.remove(List.of("resourceVersion", "selfLink", "managedFields"));
        Members.carryIfAbsent("name", before, metadata);
        Members.carryIfAbsent("namespace", before, metadata);
        Members.carryIfAbsent("uid", before, metadata);
        Members.carryIfAbsent("generateName", before, metadata);
        Members.carry("creationTimestamp", before, metadata);
        Members.carry("deletionTimestamp", before, metadata);
        Members.carry("deletionGracePeriodSeconds", before, metadata);
        Members.carry("generation", before, metadata);
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
            metadata.put("deletionTimestamp", text(now.plusSeconds(graceSeconds)));
            metadata.put("deletionGracePeriodSeconds", graceSeconds);
            return;
        }
        long period = metadata.path("deletionGracePeriodSeconds").asLong(0);
        if (graceSeconds < period) {
            metadata.put("deletionTimestamp", text(Instant.parse(due).minusSeconds(period - graceSeconds)));
            metadata.put("deletionGracePeriodSeconds", graceSeconds);
        }
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
