package io.shiplog.proxy.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Fills a DNS response from the zone (RFC 1035, RFC 2782). */
final class Responder {
    /** Seconds that clients may keep an answer: CoreDNS' default for cluster names. */
    private static final int TTL_SECONDS = 5;

    private static final int CHAIN = 8;

    private Responder() {}

    /** Answers {@code question} in {@code response}; the name is one that the zone covers. */
    static void answer(Zone zone, DnsQuestion question, DnsResponse response) {
        response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
        response.setRecursionAvailable(true);
        Optional<List<Zone.Answer>> found = zone.lookup(question.name());
        if (found.isEmpty()) {
            response.setCode(DnsResponseCode.NXDOMAIN);
            return;
        }
        write(zone, question.name(), question.type(), found.get(), response, CHAIN);
    }

    private static void write(
            Zone zone,
            String name,
            DnsRecordType asked,
            List<Zone.Answer> answers,
            DnsResponse response,
            int chainLeft) {
        for (Zone.Answer answer : answers) {
            switch (answer) {
                case Zone.Answer.Address address
                when asks(asked, DnsRecordType.A) ->
                    add(response, name, DnsRecordType.A, Unpooled.wrappedBuffer(bytes(address.ip())));
                case Zone.Answer.Pointer pointer
                when asks(asked, DnsRecordType.PTR) ->
                    add(response, name, DnsRecordType.PTR, encoded(pointer.target()));
                case Zone.Answer.Service service
                when asks(asked, DnsRecordType.SRV) -> {
                    ByteBuf data =
                            Unpooled.buffer().writeShort(0).writeShort(100).writeShort(service.port());
                    add(response, name, DnsRecordType.SRV, data.writeBytes(encoded(service.target())));
                }
                case Zone.Answer.Alias alias -> {
                    add(response, name, DnsRecordType.CNAME, encoded(alias.target()));
                    if (chainLeft > 0 && !asked.equals(DnsRecordType.CNAME) && zone.covers(alias.target())) {
                        zone.lookup(alias.target())
                                .ifPresent(next -> write(zone, alias.target(), asked, next, response, chainLeft - 1));
                    }
                }
                case Zone.Answer.Address other -> {}
                case Zone.Answer.Pointer other -> {}
                case Zone.Answer.Service other -> {}
            }
        }
    }

    private static boolean asks(DnsRecordType asked, DnsRecordType type) {
        return asked.equals(type) || asked.equals(DnsRecordType.ANY);
    }

    private static void add(DnsResponse response, String name, DnsRecordType type, ByteBuf data) {
        response.addRecord(
                DnsSection.ANSWER,
                new DefaultDnsRawRecord(name.endsWith(".") ? name : name + ".", type, TTL_SECONDS, data));
    }

    /** A name as length-prefixed labels, uncompressed. */
    private static ByteBuf encoded(String name) {
        ByteBuf buffer = Unpooled.buffer();
        for (String label : name.split("\\.", -1)) {
            byte[] text = label.getBytes(StandardCharsets.US_ASCII);
            if (text.length > 0) {
                buffer.writeByte(text.length).writeBytes(text);
            }
        }
        return buffer.writeByte(0);
    }

    private static byte[] bytes(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + ip, e);
        }
    }
}
