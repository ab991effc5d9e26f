package io.shiplog.apiserver.write;

import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client says about a deletion.
 *
 * @param deletion how it is to be done
 * @param dryRun whether nothing really happens
 */
public record DeleteOptions(DeletionOptions deletion, boolean dryRun) {

    /**
     * Reads the options of a deletion. As upstream has it, a body, even an empty object, hides what the query says, a
     * dry run included.
     *
     * @param body null when the request has none
     * @throws io.shiplog.apiserver.status.ApiException 422 for values that are not allowed or contradict one another,
     *     400 for a query that cannot be read
     */
    public static DeleteOptions read(@Nullable ObjectNode body, Query query) {
        ObjectNode options = body == null ? fromQuery(query) : body;
        List<Cause> causes = new ArrayList<>();
        Propagation propagation = propagation(options, causes);
        boolean dryRun = DryRun.isAsked(body == null ? query.all("dryRun") : DryRun.values(body), causes);
        if (!causes.isEmpty()) {
            throw Failures.invalid("meta.k8s.io", "DeleteOptions", "", causes).exception();
        }
        JsonNode grace = options.path("gracePeriodSeconds");
        JsonNode preconditions = options.path("preconditions");
        var deletion = new DeletionOptions(
                grace.isIntegralNumber() ? (Long) grace.longValue() : null,
                Trees.text(preconditions, "uid"),
                Trees.text(preconditions, "resourceVersion"),
                propagation);
        return new DeleteOptions(deletion, dryRun);
    }

    private static ObjectNode fromQuery(Query query) {
        ObjectNode options = Json.object();
        if (query.has("gracePeriodSeconds")) {
            options.put("gracePeriodSeconds", query.number("gracePeriodSeconds", 0));
        }
        if (query.has("orphanDependents")) {
            options.put("orphanDependents", query.flag("orphanDependents"));
        }
        if (query.has("propagationPolicy")) {
            options.put("propagationPolicy", query.text("propagationPolicy"));
        }
        return options;
    }

    private static Propagation propagation(ObjectNode options, List<Cause> causes) {
        JsonNode orphan = options.path("orphanDependents");
        if (!options.path("propagationPolicy").isString()) {
            return orphan.isBoolean()
                    ? orphan.booleanValue() ? Propagation.ORPHAN : Propagation.BACKGROUND
                    : Propagation.UNSAID;
        }
        String policy = Trees.text(options, "propagationPolicy");
        if (orphan.isBoolean()) {
            causes.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: \"" + policy + "\": orphanDependents and deletionPropagation cannot be both set",
                    "propagationPolicy"));
        }
        return switch (policy) {
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            default -> {
                causes.add(new Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \"" + policy
                                + "\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"",
                        "propagationPolicy"));
                yield Propagation.UNSAID;
            }
        };
    }
}
