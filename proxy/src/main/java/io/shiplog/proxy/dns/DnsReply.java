package io.shiplog.proxy.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer before it is put on the wire. Pure.
 *
 * @param authoritative whether it is about the cluster's own names
 * @param authority for a negative answer, how long it holds
 * @param additional what the client would ask next; left out where there is no room
 */
record DnsReply(
        Code code, boolean authoritative, List<Resource> answers, List<Resource> authority, List<Resource> additional) {
    /** What is sent over UDP at most: larger datagrams would be fragmented. */
    static final int UDP_PAYLOAD = 1_232;

    private static final int UDP_PAYLOAD_WITHOUT_EDNS = 512;
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int OPT_LENGTH = 11;
    private static final int MAX_POINTER = 0x3FFF;

    DnsReply {
        answers = List.copyOf(answers);
        authority = List.copyOf(authority);
        additional = List.copyOf(additional);
    }

    /** How it went (RFC 1035 and 6891). */
    enum Code {
        NOERROR(0),
        FORMERR(1),
        SERVFAIL(2),
        NXDOMAIN(3),
        NOTIMP(4),
        REFUSED(5),
        BADVERS(16);

        private final int number;

        Code(int number) {
            this.number = number;
        }
    }

    /**
     * A record.
     *
     * @param owner the name it is of
     * @param data as it is on the wire, names in it uncompressed
     */
    record Resource(String owner, int type, int ttlSeconds, byte[] data) {}

    static DnsReply failure(Code code) {
        return new DnsReply(code, false, List.of(), List.of(), List.of());
    }

    /** How large an answer to {@code query} may be over UDP. */
    static int limit(DnsQuery query) {
        DnsQuery.Edns edns = query.edns();
        return edns == null
                ? UDP_PAYLOAD_WITHOUT_EDNS
                : Math.max(UDP_PAYLOAD_WITHOUT_EDNS, Math.min(edns.payload(), UDP_PAYLOAD));
    }

    /** A bare answer to a message that could not be read, but had a header. */
    static byte[] formatError(byte[] message) {
        byte[] answer = new byte[HEADER];
        answer[0] = message[0];
        answer[1] = message[1];
        answer[2] = (byte) (RESPONSE >> 8 | message[2] & 0x79);
        answer[3] = (byte) Code.FORMERR.number;
        return answer;
    }

    /**
     * The message that answers {@code query}. What does not fit makes it truncated, so that the client asks again over
     * TCP.
     *
     * @param limit its size at most, in bytes
     */
    byte[] encode(DnsQuery query, int limit) {
        var writer = new Writer(limit - (query.edns() == null ? 0 : OPT_LENGTH));
        writer.question(query);
        int answered = writer.records(answers);
        int authorities = answered == answers.size() ? writer.records(authority) : 0;
        boolean truncated = answered < answers.size() || authorities < authority.size();
        int more = truncated ? 0 : writer.records(additional);
        byte[] body = writer.bytes();
        var out = new ByteArrayOutputStream();
        putShort(out, query.id());
        putShort(
                out,
                RESPONSE
                        | query.echoed()
                        | (authoritative ? AUTHORITATIVE : 0)
                        | (truncated ? TRUNCATED : 0)
                        | RECURSION_AVAILABLE
                        | code.number & 0xF);
        putShort(out, 1);
        putShort(out, answered);
        putShort(out, authorities);
        putShort(out, more + (query.edns() == null ? 0 : 1));
        out.write(body, HEADER, body.length - HEADER);
        if (query.edns() != null) {
            out.write(0);
            putShort(out, 41);
            putShort(out, UDP_PAYLOAD);
            putShort(out, code.number >> 4 << 8);
            putShort(out, 0);
            putShort(out, 0);
        }
        return out.toByteArray();
    }

    private static void putShort(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    /** Sections of a message behind room for its header; owners' names are compressed. */
    private static final class Writer {
        private final int limit;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Map<String, Integer> offsets = new HashMap<>();

        private Writer(int limit) {
            this.limit = limit;
            out.writeBytes(new byte[HEADER]);
        }

        private void question(DnsQuery query) {
            remember(query.name(), HEADER);
            out.writeBytes(query.question());
        }

        /** Writes as many as fit, whole; gives their number. */
        private int records(List<Resource> records) {
            int written = 0;
            for (Resource record : records) {
                byte[] owner = owner(record.owner());
                if (out.size() + owner.length + 10 + record.data().length > limit) {
                    return written;
                }
                remember(record.owner(), out.size());
                out.writeBytes(owner);
                putShort(out, record.type());
                putShort(out, DnsQuery.CLASS_IN);
                putShort(out, record.ttlSeconds() >> 16);
                putShort(out, record.ttlSeconds());
                putShort(out, record.data().length);
                out.writeBytes(record.data());
                written++;
            }
            return written;
        }

        private byte[] owner(String name) {
            var bytes = new ByteArrayOutputStream();
            String rest = name;
            while (!rest.isEmpty()) {
                Integer known = offsets.get(rest);
                if (known != null) {
                    putShort(bytes, 0xC000 | known);
                    return bytes.toByteArray();
                }
                String label = Name.labels(rest).getFirst();
                bytes.write(label.length());
                bytes.writeBytes(label.getBytes(StandardCharsets.ISO_8859_1));
                rest = parent(rest);
            }
            bytes.write(0);
            return bytes.toByteArray();
        }

        /** Where the name and those above it stand now. */
        private void remember(String name, int offset) {
            String rest = name;
            int at = offset;
            while (!rest.isEmpty() && at <= MAX_POINTER && offsets.putIfAbsent(rest, at) == null) {
                at += Name.labels(rest).getFirst().length() + 1;
                rest = parent(rest);
            }
        }

        private static String parent(String name) {
            String label = Name.labels(name).getFirst().replace(".", "\\.");
            return name.length() == label.length() ? "" : name.substring(label.length() + 1);
        }

        private byte[] bytes() {
            return out.toByteArray();
        }
    }
}
