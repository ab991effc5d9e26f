package io.shiplog.journal.codec;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Origin.Impersonator;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.ProposalTooLargeException;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Proposals as UTF-8 JSON, format version 2: see docs/record-formats.md. An object's bytes are spliced in when written
 * and sliced out when read; they are never parsed and printed again, so what the proposer wrote is what every replica
 * holds. Stateless.
 */
public final class ProposalCodec {
    /**
     * The format version that this build writes. It reads version 1 too, whose proposals look and mean the same: the
     * number keeps out builds that would look for what took effect in other topics than {@code state}.
     */
    public static final int VERSION = 2;

    /** What an unreadable record is read as: a proposal that everybody refuses, since no object has its base. */
    public static final Proposal REFUSED = new Proposal(
            "",
            new Origin("", List.of(), "", ""),
            List.of(new Write(
                    new GroupResource("unreadable", "internal.shiplog.io"),
                    ObjectKey.cluster("record"),
                    "",
                    Long.MAX_VALUE,
                    null)));

    private static final int OLDEST = 1;

    private final ProposalLimits limits;

    public ProposalCodec(ProposalLimits limits) {
        this.limits = limits;
    }

    /**
     * The journal record of a proposal.
     *
     * @throws ProposalTooLargeException when the record, or an object in it, is over its limit
     * @throws IllegalArgumentException when an object is not one well-formed JSON object with {@code metadata}, or is
     *     named by a resource, group or namespace that has a slash: such a record would be fatal for every replica
     */
    public byte[] encode(Proposal proposal) {
        int objectBytes = 0;
        for (Write write : proposal.writes()) {
            requireKey(write);
            byte[] object = write.object();
            if (object != null) {
                if (object.length > limits.objectBytes()) {
                    throw new ProposalTooLargeException(object.length, limits.objectBytes());
                }
                ObjectJson.check(object);
                objectBytes = Math.addExact(objectBytes, object.length);
            }
        }
        if (objectBytes > limits.proposalBytes()) {
            throw new ProposalTooLargeException(objectBytes, limits.proposalBytes());
        }
        Origin origin = proposal.origin();
        JsonBytes json =
                new JsonBytes(objectBytes + 320 + 160 * (proposal.writes().size() - 1));
        json.ascii("{\"v\":" + VERSION + ",\"id\":").string(proposal.id());
        user(json.ascii(","), origin.user(), origin.groups());
        json.ascii(",\"verb\":").string(origin.verb());
        json.ascii(",\"client\":").string(origin.client());
        Impersonator impersonator = origin.impersonator();
        if (impersonator != null) {
            user(json.ascii(",\"impersonator\":{"), impersonator.user(), impersonator.groups());
            json.ascii("}");
        }
        if (origin.trigger() > 0) {
            json.ascii(",\"trigger\":").number(origin.trigger());
        }
        json.ascii(",\"writes\":[");
        for (int i = 0; i < proposal.writes().size(); i++) {
            json.ascii(i == 0 ? "" : ",");
            write(json, proposal.writes().get(i));
        }
        byte[] record = json.ascii("]}").toArray();
        if (record.length > limits.proposalBytes()) {
            throw new ProposalTooLargeException(record.length, limits.proposalBytes());
        }
        return record;
    }

    private static void user(JsonBytes json, String user, List<String> groups) {
        json.ascii("\"user\":").string(user).ascii(",\"groups\":[");
        for (int i = 0; i < groups.size(); i++) {
            json.ascii(i == 0 ? "" : ",").string(groups.get(i));
        }
        json.ascii("]");
    }

    /** What names an object is put together with slashes, in the journal and in the state topic. */
    private static void requireKey(Write write) {
        GroupResource resource = write.resource();
        ObjectKey key = write.key();
        boolean nameable = !resource.resource().isEmpty()
                && resource.resource().indexOf('/') < 0
                && resource.group().indexOf('/') < 0
                && key.namespace().indexOf('/') < 0
                && !(key.namespace().isEmpty() && key.name().indexOf('/') >= 0);
        if (!nameable) {
            throw new IllegalArgumentException(resource + " " + key + " cannot name an object");
        }
    }

    private static void write(JsonBytes json, Write write) {
        json.ascii("{\"resource\":").string(write.resource().toString());
        json.ascii(",\"key\":").string(write.key().toString());
        json.ascii(",\"uid\":").string(write.uid());
        json.ascii(",\"base\":").number(write.base());
        byte[] object = write.object();
        if (object != null) {
            json.ascii(",\"object\":").raw(object);
        }
        json.ascii("}");
    }

    /**
     * Reads a journal record. Members may come in any order; members that this version does not name are skipped.
     *
     * @throws UnreadableProposalException when the bytes are no proposal, of any version
     * @throws NewerFormatException when they are of a version that only newer builds read
     */
    public Proposal decode(byte[] record) {
        try (JsonParser parser = ObjectJson.parser(record)) {
            return read(record, parser);
        } catch (NewerFormatException | UnreadableProposalException e) {
            throw e;
        } catch (JacksonException e) {
            // The message that it has beside this one is of two lines.
            throw new UnreadableProposalException("the record is not a proposal: " + e.getOriginalMessage(), e);
        } catch (RuntimeException e) {
            throw new UnreadableProposalException("the record is not a proposal: " + e.getMessage(), e);
        }
    }

    private static Proposal read(byte[] record, JsonParser parser) {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the record");
        int version = 0;
        String id = null;
        String user = "";
        String verb = "";
        String client = "";
        List<String> groups = List.of();
        Impersonator impersonator = null;
        long trigger = 0;
        List<Write> writes = new ArrayList<>(1);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "v" -> version = version(parser);
                case "id" -> id = parser.getString();
                case "user" -> user = parser.getString();
                case "verb" -> verb = parser.getString();
                case "client" -> client = parser.getString();
                case "groups" -> groups = readGroups(parser, value);
                case "trigger" -> trigger = parser.getLongValue();
                case "impersonator" -> impersonator = readImpersonator(parser, value);
                case "writes" -> {
                    expect(value, JsonToken.START_ARRAY, field);
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        writes.add(readWrite(record, parser));
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (version < OLDEST) {
            throw new UnreadableProposalException(
                    "the record has format version " + version + ", this build reads " + OLDEST + " to " + VERSION);
        }
        writes.forEach(ProposalCodec::requireKey);
        return new Proposal(required(id, "id"), new Origin(user, groups, verb, client, impersonator, trigger), writes);
    }

    private static List<String> readGroups(JsonParser parser, JsonToken value) {
        expect(value, JsonToken.START_ARRAY, "groups");
        List<String> groups = new ArrayList<>(4);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            groups.add(parser.getString());
        }
        return groups;
    }

    private static Impersonator readImpersonator(JsonParser parser, JsonToken value) {
        expect(value, JsonToken.START_OBJECT, "impersonator");
        String user = "";
        List<String> groups = List.of();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken member = parser.nextToken();
            switch (field) {
                case "user" -> user = parser.getString();
                case "groups" -> groups = readGroups(parser, member);
                default -> parser.skipChildren();
            }
        }
        return new Impersonator(user, groups);
    }

    /** At once: what follows may be of a form that only the newer format has. */
    private static int version(JsonParser parser) {
        int version = parser.getIntValue();
        if (version > VERSION) {
            throw new NewerFormatException(
                    "the record has format version " + version + ", this build reads " + OLDEST + " to " + VERSION);
        }
        return version;
    }

    private static Write readWrite(byte[] record, JsonParser parser) {
        String resource = null;
        String key = null;
        String uid = null;
        long base = -1;
        byte[] object = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "resource" -> resource = parser.getString();
                case "key" -> key = parser.getString();
                case "uid" -> uid = parser.getString();
                case "base" -> base = parser.getLongValue();
                case "object" -> {
                    expect(value, JsonToken.START_OBJECT, field);
                    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
                    parser.skipChildren();
                    int end = Math.toIntExact(parser.currentLocation().getByteOffset());
                    object = Arrays.copyOfRange(record, start, end);
                }
                default -> parser.skipChildren();
            }
        }
        return new Write(
                GroupResource.parse(required(resource, "resource")),
                ObjectKey.parse(required(key, "key")),
                required(uid, "uid"),
                base,
                object);
    }

    private static String required(@Nullable String value, String field) {
        if (value == null) {
            throw new UnreadableProposalException("the record has no " + field);
        }
        return value;
    }

    private static void expect(@Nullable JsonToken found, JsonToken wanted, String field) {
        if (found != wanted) {
            throw new UnreadableProposalException(field + " is " + found + " where " + wanted + " was expected");
        }
    }
}
