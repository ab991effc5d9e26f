package io.shiplog.cel.cost;

import static io.shiplog.cel.library.CallCosts.REGEX;
import static io.shiplog.cel.library.CallCosts.TRAVERSAL;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What calls of Kubernetes' functions can cost ({@code EstimateCallCost} of its CEL library, v1.34). A change here
 * would change which definitions are taken.
 */
final class LibraryCosts {
    private static final Range CHECK = Range.fixed(350_000);
    private static final int NAME_PATTERN = 128;
    private static final Range ADDRESS = new Range(4, 16);
    private static final Set<String> NOMINAL = Set.of(
            "serviceAccount",
            "path",
            "group",
            "resource",
            "subresource",
            "namespace",
            "name",
            "allowed",
            "reason",
            "error",
            "errored",
            "masked",
            "prefixLength",
            "family",
            "isUnspecified",
            "isLoopback",
            "isLinkLocalMulticast",
            "isLinkLocalUnicast",
            "isGlobalUnicast",
            "format.named",
            "sign",
            "asInteger",
            "isInteger",
            "asApproximateFloat",
            "isGreaterThan",
            "isLessThan",
            "compareTo",
            "add",
            "sub",
            "major",
            "minor",
            "patch",
            "getScheme",
            "getHostname",
            "getHost",
            "getPort",
            "getEscapedPath",
            "getQuery");

    private final SizeSource source;

    LibraryCosts(SizeSource source) {
        this.source = source;
    }

    /** The estimate of a call, null when the function is not one of Kubernetes'. */
    @Nullable
    CallEstimate of(String function, String overload, @Nullable Sized target, List<Sized> args) {
        if (NOMINAL.contains(function)) {
            return CallEstimate.of(Range.ONE);
        }
        if (target != null) {
            CallEstimate member = member(function, overload, target, args);
            if (member != null) {
                return member;
            }
        }
        return args.isEmpty() ? null : global(function, overload, args);
    }

    private @Nullable CallEstimate member(String function, String overload, Sized target, List<Sized> args) {
        Range size = target.sizeOr(source);
        return switch (function) {
            case "check" -> CallEstimate.of(CHECK);
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> CallEstimate.of(items(target, size));
            case "lowerAscii", "upperAscii", "substring", "trim" -> new CallEstimate(size.times(TRAVERSAL), size);
            case "replace" -> args.size() < 2 ? null : replace(size, args);
            case "split" -> new CallEstimate(size.times(2 * TRAVERSAL), new Range(0, parts(size, args)));
            case "join" -> join(target, size, args);
            case "find", "findAll" ->
                args.isEmpty()
                        ? null
                        : new CallEstimate(
                                size.plus(Range.ONE)
                                        .times(TRAVERSAL)
                                        .times(args.getFirst().sizeOr(source).times(REGEX)),
                                new Range(0, size.max()));
            case "ip" -> overload.equals("cidr_ip") ? CallEstimate.of(Range.ONE) : null;
            case "containsIP" -> contains(overload.equals("cidr_contains_ip_string"), args, Range.ZERO);
            case "containsCIDR" ->
                contains(
                        overload.equals("cidr_contains_cidr_string"),
                        args,
                        ADDRESS.times(TRAVERSAL).plus(Range.ONE));
            default -> null;
        };
    }

    private @Nullable CallEstimate global(String function, String overload, List<Sized> args) {
        Range size = args.getFirst().sizeOr(source);
        return switch (function) {
            case "fieldSelector", "labelSelector" ->
                CallEstimate.of(Range.fixed(10)
                        .plus(size.times(TRAVERSAL))
                        .plus(size.times(0.5).times(50)));
            case "url" -> new CallEstimate(size.times(TRAVERSAL), size);
            case "cidr", "isIP", "isCIDR", "ip", "quantity", "isQuantity", "semver", "isSemver" ->
                CallEstimate.of(size.times(TRAVERSAL));
            case "ip.isCanonical" -> CallEstimate.of(size.times(2 * TRAVERSAL));
            case "validate" -> CallEstimate.of(size.times(TRAVERSAL).times(NAME_PATTERN * REGEX));
            case "_==_" ->
                args.size() == 2 ? equality(args.get(0).type(), args.get(1).type()) : null;
            default -> null;
        };
    }

    private static @Nullable CallEstimate equality(CelType one, CelType other) {
        String name = one.name();
        boolean library = name.startsWith("kubernetes.") || name.equals("net.IP") || name.equals("net.CIDR");
        if (!library || !one.equals(other)) {
            return null;
        }
        return switch (name) {
            case "kubernetes.NamedFormat" -> CallEstimate.of(new Range(1, 64).times(TRAVERSAL));
            case "kubernetes.URL" -> CallEstimate.of(Range.ONE.times(TRAVERSAL));
            default -> CallEstimate.of(Range.ONE);
        };
    }

    /** Every item is compared; texts are walked for that. */
    private Range items(Sized target, Range size) {
        Range element = element(target);
        if (element == null) {
            return target.type().kind() == CelKind.LIST ? size : size.times(TRAVERSAL);
        }
        return size.times(Range.ONE.plus(element.times(TRAVERSAL)));
    }

    /** The size of a list's items where they are texts or bytes, else null. */
    private @Nullable Range element(Sized list) {
        if (list.type().parameters().isEmpty()) {
            return null;
        }
        CelType type = list.type().parameters().getFirst();
        return type.kind() == CelKind.STRING || type.kind() == CelKind.BYTES ? itemSize(list, type) : null;
    }

    private Range itemSize(Sized list, CelType type) {
        List<String> path = new ArrayList<>(list.path());
        if (!path.isEmpty()) {
            path.add("@items");
        }
        return new Sized(list.expr(), type, path, null).sizeOr(source);
    }

    private CallEstimate replace(Range size, List<Sized> args) {
        Range old = args.get(0).sizeOr(source);
        Range with = args.get(1).sizeOr(source);
        long most;
        long kept = size.max();
        if (old.min() == 0) {
            most = Range.sum(size.max(), 1);
        } else if (with.max() <= old.min()) {
            most = 0;
        } else {
            most = (long) Math.ceil((double) size.max() / old.min());
            kept = 0;
        }
        long fewest;
        long left = size.min();
        if (old.max() == 0) {
            fewest = Range.sum(size.min(), 1);
        } else if (old.max() <= with.min()) {
            fewest = 0;
        } else {
            fewest = (long) Math.ceil((double) size.min() / old.max());
            left = 0;
        }
        Range result = new Range(fewest, most).times(with).plus(new Range(left, kept));
        return new CallEstimate(size.times(2 * TRAVERSAL), result);
    }

    private static long parts(Range size, List<Sized> args) {
        if (args.size() > 1
                && args.get(1).expr().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && args.get(1).expr().constant().getKind() == CelConstant.Kind.INT64_VALUE
                && args.get(1).expr().constant().int64Value() >= 0) {
            return args.get(1).expr().constant().int64Value();
        }
        return size.max();
    }

    private CallEstimate join(Sized target, Range size, List<Sized> args) {
        Range result = Range.ZERO;
        if (!target.type().parameters().isEmpty()) {
            result = size.times(itemSize(target, target.type().parameters().getFirst()));
        }
        if (!args.isEmpty()) {
            Range separators = new Range(Math.max(0, size.min() - 1), Math.max(0, size.max() - 1));
            result = result.plus(args.getFirst().sizeOr(source).times(separators));
        }
        return new CallEstimate(result.times(TRAVERSAL), result);
    }

    private @Nullable CallEstimate contains(boolean text, List<Sized> args, Range more) {
        if (args.isEmpty()) {
            return null;
        }
        Range cost = ADDRESS.plus(ADDRESS).times(TRAVERSAL).plus(more);
        return CallEstimate.of(text ? cost.plus(args.getFirst().sizeOr(source).times(TRAVERSAL)) : cost);
    }
}
