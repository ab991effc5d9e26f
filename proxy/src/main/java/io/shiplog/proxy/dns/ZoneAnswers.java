package io.shiplog.proxy.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the zone answers (RFC 1034, 2308, 2782). Addresses come in an order of their own each time, since clients take
 * the first. Pure but for the order.
 */
final class ZoneAnswers {
    static final int A = 1;
    static final int CNAME = 5;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    private static final int ANY = 255;

    /** Seconds that clients may keep an answer: CoreDNS' default for cluster names. */
    private static final int TTL_SECONDS = 5;

    private static final int CHAIN = 8;

    private ZoneAnswers() {}

    /**
     * An answer.
     *
     * @param outside the name that the last alias of {@code reply} leads to, when it is not the zone's: whoever asked
     *     for an address needs what that name has
     */
    record Found(DnsReply reply, Optional<String> outside) {}

    /** Answers about {@code name}, which the zone covers. */
    static Found answer(Zone zone, String name, int type, RandomGenerator random) {
        List<DnsReply.Resource> answers = new ArrayList<>();
        List<DnsReply.Resource> additional = new ArrayList<>();
        String at = name;
        for (int left = CHAIN; left > 0; left--) {
            Optional<List<Zone.Answer>> known = zone.lookup(at);
            if (known.isEmpty()) {
                return new Found(negative(zone, DnsReply.Code.NXDOMAIN, answers), Optional.empty());
            }
            List<Zone.Answer> records = new ArrayList<>(known.get());
            Collections.shuffle(records, java.util.Random.from(random));
            Optional<String> alias = Optional.empty();
            for (Zone.Answer record : records) {
                DnsReply.Resource resource = resource(zone, at, record);
                if (record instanceof Zone.Answer.Alias(String target)) {
                    answers.add(resource);
                    alias = Optional.of(target);
                } else if (type == resource.type() || type == ANY) {
                    answers.add(resource);
                    if (record instanceof Zone.Answer.Service service) {
                        additional.addAll(addresses(zone, service.target()));
                    }
                }
            }
            if (alias.isEmpty() || type == CNAME || type == ANY) {
                break;
            }
            at = alias.get();
            if (!zone.covers(at)) {
                return new Found(
                        new DnsReply(DnsReply.Code.NOERROR, true, answers, List.of(), List.of()), Optional.of(at));
            }
        }
        return new Found(
                answers.isEmpty()
                        ? negative(zone, DnsReply.Code.NOERROR, answers)
                        : new DnsReply(
                                DnsReply.Code.NOERROR,
                                true,
                                answers,
                                List.of(),
                                additional.stream().distinct().toList()),
                Optional.empty());
    }

    private static DnsReply negative(Zone zone, DnsReply.Code code, List<DnsReply.Resource> answers) {
        var authority = new DnsReply.Resource(zone.domain(), SOA, TTL_SECONDS, data(zone, new Zone.Answer.Authority()));
        return new DnsReply(code, true, answers, List.of(authority), List.of());
    }

    private static List<DnsReply.Resource> addresses(Zone zone, String name) {
        return zone.lookup(name).orElse(List.of()).stream()
                .filter(Zone.Answer.Address.class::isInstance)
                .map(address -> resource(zone, name, address))
                .toList();
    }

    private static DnsReply.Resource resource(Zone zone, String owner, Zone.Answer answer) {
        int type = switch (answer) {
            case Zone.Answer.Address address -> address.ip() instanceof Inet6Address ? AAAA : A;
            case Zone.Answer.Alias alias -> CNAME;
            case Zone.Answer.Service service -> SRV;
            case Zone.Answer.Pointer pointer -> PTR;
            case Zone.Answer.Text text -> TXT;
            case Zone.Answer.Authority authority -> SOA;
        };
        return new DnsReply.Resource(owner, type, TTL_SECONDS, data(zone, answer));
    }

    private static byte[] data(Zone zone, Zone.Answer answer) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            switch (answer) {
                case Zone.Answer.Address address -> out.write(address.ip().getAddress());
                case Zone.Answer.Alias alias -> out.write(Name.encode(alias.target()));
                case Zone.Answer.Pointer pointer -> out.write(Name.encode(pointer.target()));
                case Zone.Answer.Service service -> {
                    out.writeShort(0);
                    out.writeShort(100);
                    out.writeShort(service.port());
                    out.write(Name.encode(service.target()));
                }
                case Zone.Answer.Text text -> {
                    out.writeByte(text.value().length());
                    out.write(text.value().getBytes(StandardCharsets.US_ASCII));
                }
                case Zone.Answer.Authority authority -> {
                    out.write(Name.encode("ns.dns." + zone.domain()));
                    out.write(Name.encode("hostmaster." + zone.domain()));
                    out.writeInt(1);
                    out.writeInt(7_200);
                    out.writeInt(1_800);
                    out.writeInt(86_400);
                    out.writeInt(TTL_SECONDS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
