package io.shiplog.proxy.dns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question as it came (RFC 1035; RFC 6891 for EDNS). Pure.
 *
 * @param id the client's number of it
 * @param flags the header's second field
 * @param question name, type and class as they were sent
 * @param name the name asked for
 * @param edns what the client says of itself, null without EDNS
 */
record DnsQuery(
        int id,
        int flags,
        byte[] question,
        String name,
        int type,
        int classOf,
        @Nullable Edns edns) {
    static final int CLASS_IN = 1;

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int TYPE_OPT = 41;

    /**
     * EDNS of a query.
     *
     * @param payload the largest answer over UDP that the client takes, in bytes
     */
    record Edns(int payload, int version) {}

    /**
     * What came: a question, or something whose sender learns that it is none.
     *
     * @return empty for what must not be answered, such as an answer
     * @throws IllegalArgumentException when it has a header but cannot be read
     */
    static Optional<DnsQuery> parse(byte[] message) {
        if (message.length < HEADER) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(message);
        int id = header.getShort() & 0xFFFF;
        int flags = header.getShort() & 0xFFFF;
        if ((flags & RESPONSE) != 0) {
            return Optional.empty();
        }
        int questions = header.getShort();
        int others = (header.getShort() & 0xFFFF) + (header.getShort() & 0xFFFF);
        int additional = header.getShort() & 0xFFFF;
        if (questions != 1) {
            throw new IllegalArgumentException("not one question");
        }
        Name.Read name = Name.read(message, HEADER);
        int end = name.next() + 4;
        if (end > message.length) {
            throw new IllegalArgumentException("a question that has no end");
        }
        ByteBuffer rest = ByteBuffer.wrap(message, name.next(), message.length - name.next());
        int type = rest.getShort() & 0xFFFF;
        int classOf = rest.getShort() & 0xFFFF;
        return Optional.of(new DnsQuery(
                id,
                flags,
                Arrays.copyOfRange(message, HEADER, end),
                name.text(),
                type,
                classOf,
                edns(message, end, others + additional)));
    }

    private static @Nullable Edns edns(byte[] message, int from, int records) {
        int at = from;
        for (int i = 0; i < records; i++) {
            Name.Read owner = Name.read(message, at);
            if (owner.next() + 10 > message.length) {
                throw new IllegalArgumentException("a record that has no end");
            }
            ByteBuffer fixed = ByteBuffer.wrap(message, owner.next(), 10);
            int type = fixed.getShort() & 0xFFFF;
            int classOf = fixed.getShort() & 0xFFFF;
            int ttl = fixed.getInt();
            if (type == TYPE_OPT) {
                return new Edns(classOf, ttl >> 16 & 0xFF);
            }
            at = owner.next() + 10 + (fixed.getShort() & 0xFFFF);
        }
        return null;
    }

    /** 0 for a standard query. */
    int opcode() {
        return (flags & OPCODE) >> 11;
    }

    /** The flags that an answer repeats. */
    int echoed() {
        return flags & (OPCODE | RECURSION_DESIRED);
    }
}
