package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One item of a LimitRange against the amounts of one container, pod or claim, in LimitRanger's words. */
final class LimitConstraint {
    private LimitConstraint() {}

    static void check(
            JsonNode limit, Map<String, Quantity> requests, Map<String, Quantity> limits, List<String> refusals) {
        String type = Members.text(limit, "type");
        Amounts.of(limit.path("min")).forEach((name, least) -> {
            Quantity request = requests.get(name);
            Quantity most = limits.get(name);
            String rule = "minimum " + name + " usage per " + type + " is " + least;
            if (request == null) {
                refusals.add(rule + ".  No request is specified");
            } else if (request.compareTo(least) < 0) {
                refusals.add(rule + ", but request is " + request);
            } else if (most != null && most.compareTo(least) < 0) {
                refusals.add(rule + ", but limit is " + most);
            }
        });
        Amounts.of(limit.path("max")).forEach((name, greatest) -> {
            Quantity request = requests.get(name);
            Quantity most = limits.get(name);
            String rule = "maximum " + name + " usage per " + type + " is " + greatest;
            if (most == null) {
                refusals.add(rule + ".  No limit is specified");
            } else if (most.compareTo(greatest) > 0) {
                refusals.add(rule + ", but limit is " + most);
            } else if (request != null && request.compareTo(greatest) > 0) {
                refusals.add(rule + ", but request is " + request);
            }
        });
        Amounts.of(limit.path("maxLimitRequestRatio")).forEach((name, ratio) -> {
            String problem = ratioProblem(ratio, requests.get(name), limits.get(name));
            if (problem != null) {
                refusals.add(name + " max limit to request ratio per " + type + " is " + ratio + ", but " + problem);
            }
        });
    }

    private static @Nullable String ratioProblem(Quantity ratio, @Nullable Quantity request, @Nullable Quantity limit) {
        if (request == null || request.isZero()) {
            return "no request is specified or request is 0";
        }
        if (limit == null || limit.isZero()) {
            return "no limit is specified or limit is 0";
        }
        double actual =
                limit.amount().divide(request.amount(), MathContext.DECIMAL64).doubleValue();
        return actual > ratio.amount().doubleValue()
                ? String.format(Locale.ROOT, "provided ratio is %f", actual)
                : null;
    }

    /** For claims, which have no limits. */
    static void checkRequestsOnly(JsonNode limit, Map<String, Quantity> requests, List<String> refusals) {
        String type = Members.text(limit, "type");
        Amounts.of(limit.path("min")).forEach((name, least) -> {
            Quantity request = requests.getOrDefault(name, Quantity.ZERO);
            if (request.compareTo(least) < 0) {
                refusals.add("minimum " + name + " usage per " + type + " is " + least + ", but request is " + request);
            }
        });
        Amounts.of(limit.path("max")).forEach((name, greatest) -> {
            Quantity request = requests.getOrDefault(name, Quantity.ZERO);
            if (request.compareTo(greatest) > 0) {
                refusals.add(
                        "maximum " + name + " usage per " + type + " is " + greatest + ", but request is " + request);
            }
        });
    }
}
