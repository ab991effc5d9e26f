package io.shiplog.proxy.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what the machine's own name servers answer to the cluster's clients. Blocks. Thread-safe. */
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int HEADER = 12;
    private static final int TRUNCATED = 0x02;
    private static final int ANSWER_COUNT = 6;

    private final Upstream upstream;

    Forwarding(Upstream upstream) {
        this.upstream = upstream;
    }

    /**
     * The answer to {@code query} as it came, but for its number; cut down to the question when it is larger than
     * {@code limit}.
     */
    byte[] forward(DnsQuery query, int limit) {
        byte[] answer;
        try {
            answer = upstream.ask(query.question(), query.edns() != null);
        } catch (IOException e) {
            LOG.debug("no answer for {}: {}", query.name(), e.toString());
            return failure(e).encode(query, limit);
        }
        byte[] fitting = answer.length <= limit ? answer : Arrays.copyOf(answer, HEADER + query.question().length);
        ByteBuffer header = ByteBuffer.wrap(fitting);
        header.putShort((short) query.id());
        // The client's question, in the client's letters.
        header.put(HEADER, query.question());
        if (fitting.length < answer.length) {
            fitting[2] |= TRUNCATED;
            header.putShort(ANSWER_COUNT, (short) 0);
            header.putInt(ANSWER_COUNT + 2, 0);
        }
        return fitting;
    }

    /** Adds to an alias what the name has that it leads to. */
    DnsReply complete(DnsReply alias, String target, int type) {
        byte[] name = Name.encode(target);
        byte[] question = Arrays.copyOf(name, name.length + 4);
        ByteBuffer.wrap(question, name.length, 4).putShort((short) type).putShort((short) DnsQuery.CLASS_IN);
        try {
            byte[] answer = upstream.ask(question, false);
            List<DnsReply.Resource> answers = new ArrayList<>(alias.answers());
            answers.addAll(answers(answer, type));
            return new DnsReply(DnsReply.Code.NOERROR, false, answers, List.of(), List.of());
        } catch (IOException e) {
            LOG.debug("no answer for {}: {}", target, e.toString());
            // Who asked may know another way: the alias itself is certain.
            return e instanceof Upstream.NobodyException ? alias : failure(e);
        } catch (IllegalArgumentException unreadable) {
            LOG.debug("an unreadable answer for {}", target, unreadable);
            return DnsReply.failure(DnsReply.Code.SERVFAIL);
        }
    }

    private static DnsReply failure(IOException e) {
        return DnsReply.failure(e instanceof Upstream.NobodyException ? DnsReply.Code.REFUSED : DnsReply.Code.SERVFAIL);
    }

    /** The aliases of an answer's section, and the records of {@code type} when no names are in them. */
    private static List<DnsReply.Resource> answers(byte[] message, int type) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int count = buffer.getShort(ANSWER_COUNT) & 0xFFFF;
        int at = Name.read(message, HEADER).next() + 4;
        List<DnsReply.Resource> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Name.Read owner = Name.read(message, at);
            if (owner.next() + 10 > message.length) {
                throw new IllegalArgumentException("a record that has no end");
            }
            int recordType = buffer.getShort(owner.next()) & 0xFFFF;
            int ttl = buffer.getInt(owner.next() + 4);
            int length = buffer.getShort(owner.next() + 8) & 0xFFFF;
            int from = owner.next() + 10;
            if (from + length > message.length) {
                throw new IllegalArgumentException("a record that has no end");
            }
            if (recordType == ZoneAnswers.CNAME) {
                byte[] target = Name.encode(Name.read(message, from).text());
                answers.add(new DnsReply.Resource(owner.text(), recordType, ttl, target));
            } else if (recordType == type
                    && (type == ZoneAnswers.A || type == ZoneAnswers.AAAA || type == ZoneAnswers.TXT)) {
                answers.add(new DnsReply.Resource(
                        owner.text(), recordType, ttl, Arrays.copyOfRange(message, from, from + length)));
            }
            at = from + length;
        }
        return answers;
    }
}
