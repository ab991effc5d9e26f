package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.FIRST;
import static io.shiplog.cel.library.CallCosts.FIRST_TWICE;
import static io.shiplog.cel.library.CallCosts.ONE;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.CIDR;
import static io.shiplog.cel.library.LibraryTypes.IP;

import io.shiplog.cel.value.EvaluationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Addresses and networks. */
final class IpFunctions {
    private IpFunctions() {}

    static void addTo(FunctionTable table) {
        table.define(
                        "ip",
                        FIRST,
                        args -> args[0] instanceof String text ? GoAddress.parse(text) : null,
                        global("string_to_ip", IP, STRING))
                .define("ip", ONE, network(GoPrefix::address), member("cidr_ip", IP, CIDR))
                .define(
                        "isIP",
                        FIRST,
                        args -> args[0] instanceof String text ? parses(GoAddress::parse, text) : null,
                        global("is_ip", BOOL, STRING))
                .define(
                        "ip.isCanonical",
                        FIRST_TWICE,
                        args -> args[0] instanceof String text
                                ? (Boolean) GoAddress.parse(text).toString().equals(text)
                                : null,
                        global("ip_is_canonical", BOOL, STRING))
                .define("family", ONE, address(GoAddress::family), member("ip_family", INT, IP))
                .define("isUnspecified", ONE, address(GoAddress::isUnspecified), member("ip_is_unspecified", BOOL, IP))
                .define("isLoopback", ONE, address(GoAddress::isLoopback), member("ip_is_loopback", BOOL, IP))
                .define(
                        "isLinkLocalMulticast",
                        ONE,
                        address(GoAddress::isLinkLocalMulticast),
                        member("ip_is_link_local_multicast", BOOL, IP))
                .define(
                        "isLinkLocalUnicast",
                        ONE,
                        address(GoAddress::isLinkLocalUnicast),
                        member("ip_is_link_local_unicast", BOOL, IP))
                .define(
                        "isGlobalUnicast",
                        ONE,
                        address(GoAddress::isGlobalUnicast),
                        member("ip_is_global_unicast", BOOL, IP))
                .declare("string", global("ip_to_string", STRING, IP), global("cidr_to_string", STRING, CIDR))
                .define(
                        "cidr",
                        FIRST,
                        args -> args[0] instanceof String text ? GoPrefix.parse(text) : null,
                        global("string_to_cidr", CIDR, STRING))
                .define(
                        "isCIDR",
                        FIRST,
                        args -> args[0] instanceof String text ? parses(GoPrefix::parse, text) : null,
                        global("is_cidr", BOOL, STRING))
                .define(
                        "prefixLength",
                        ONE,
                        network(network -> (long) network.length()),
                        member("cidr_prefix_length", INT, CIDR))
                .define("masked", ONE, network(GoPrefix::masked), member("cidr_masked", CIDR, CIDR))
                .define(
                        "containsIP",
                        IpFunctions::containsCost,
                        IpFunctions::containsAddress,
                        member("cidr_contains_ip_string", BOOL, CIDR, STRING),
                        member("cidr_contains_ip_ip", BOOL, CIDR, IP))
                .define(
                        "containsCIDR",
                        (args, result) -> containsCost(args, result) + CallCosts.FIRST.of(args, result) + 1,
                        IpFunctions::containsNetwork,
                        member("cidr_contains_cidr_string", BOOL, CIDR, STRING),
                        member("cidr_contains_cidr", BOOL, CIDR, CIDR));
    }

    private static Implementation.Body address(Function<GoAddress, Object> part) {
        return args -> args[0] instanceof GoAddress address ? part.apply(address) : null;
    }

    private static Implementation.Body network(Function<GoPrefix, Object> part) {
        return args -> args[0] instanceof GoPrefix network ? part.apply(network) : null;
    }

    private static boolean parses(Function<String, Object> parser, String text) {
        try {
            Object parsed = parser.apply(text);
            return parsed != null;
        } catch (EvaluationException wrong) {
            return false;
        }
    }

    private static @Nullable Object containsAddress(Object[] args) {
        return !(args[0] instanceof GoPrefix network)
                ? null
                : switch (args[1]) {
                    case String text
                    when parses(GoAddress::parse, text) -> (Boolean) network.contains(GoAddress.parse(text));
                    case String _ -> throw EvaluationException.noSuchOverload();
                    case GoAddress address -> (Boolean) network.contains(address);
                    default -> null;
                };
    }

    private static @Nullable Object containsNetwork(Object[] args) {
        return !(args[0] instanceof GoPrefix network)
                ? null
                : switch (args[1]) {
                    case String text
                    when parses(GoPrefix::parse, text) -> (Boolean) network.contains(GoPrefix.parse(text));
                    case String _ -> throw EvaluationException.noSuchOverload();
                    case GoPrefix other -> (Boolean) network.contains(other);
                    default -> null;
                };
    }

    private static long containsCost(Object[] args, Object result) {
        long text = args[1] instanceof String ? CallCosts.part(CallCosts.size(args[1]), CallCosts.TRAVERSAL) : 0;
        return CallCosts.FIRST_TWICE.of(args, result) + text;
    }
}
