package io.shiplog.resources.kinds.workload;

import io.shiplog.resources.Field;
import io.shiplog.resources.kinds.pod.PodSpecRules;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.SelectorException;
import io.shiplog.resources.validation.MetadataRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules of the kinds that make pods from a template. */
public final class WorkloadRules {
    private WorkloadRules() {}

    public static void replicaSet(Field spec) {
        spec.at("replicas").notNegative();
        spec.at("minReadySeconds").notNegative();
        // Upstream says so here too.
        selected(spec, "deployment");
    }

    public static void replicationController(Field spec) {
        spec.at("replicas").notNegative();
        spec.at("minReadySeconds").notNegative();
        Field selector = spec.at("selector");
        if (selector.size() == 0) {
            selector.required("");
        }
        Field template = spec.at("template");
        if (template.absent()) {
            template.required("");
            return;
        }
        if (!labels(template).entrySet().containsAll(entries(selector).entrySet())) {
            mismatch(template);
        }
        always(template, "ReplicationController", Map.of());
    }

    /** A selector that must be there and match the template, whose pods are always restarted. */
    public static void selected(Field spec, String owner) {
        selected(spec, owner, Map.of());
    }

    /** As {@link #selected(Field, String)}, for pods that get {@code claimed} volumes, by name, beside their own. */
    static void selected(Field spec, String owner, Map<String, Field> claimed) {
        selector(spec, owner);
        always(spec.at("template"), "ReplicaSet", claimed);
    }

    /** What a label selector of a kind must be; the template's labels must match it. */
    public static void selector(Field spec, String owner) {
        Field selector = spec.at("selector");
        Field template = spec.at("template");
        if (selector.absent()) {
            selector.required("");
        } else if (selector.at("matchLabels").size()
                        + selector.at("matchExpressions").size()
                == 0) {
            selector.invalid("empty selector is invalid for " + owner);
        } else {
            labelSelector(selector);
            if (template.present()) {
                labelsMatch(selector, template);
            }
        }
    }

    /** Reports when a selector does not find the labels of the template beside it. */
    static void labelsMatch(Field selector, Field template) {
        LabelSelector read = read(selector);
        if (selector.absent() || read != LabelSelector.NOTHING && !read.matches(labels(template))) {
            mismatch(template);
        }
    }

    /** A label selector wherever it stands. */
    public static void labelSelector(Field selector) {
        MetadataRules.labels(selector.at("matchLabels"));
        for (Field expression : selector.at("matchExpressions").items()) {
            boolean valued = expression.at("values").size() > 0;
            switch (expression.at("operator").text()) {
                case "In", "NotIn" -> {
                    if (!valued) {
                        expression.at("values").required("must be specified when `operator` is 'In' or 'NotIn'");
                    }
                }
                case "Exists", "DoesNotExist" -> {
                    if (valued) {
                        expression
                                .at("values")
                                .forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    }
                }
                default -> expression.at("operator").invalid("not a valid selector operator");
            }
            expression
                    .at("key")
                    .invalid(Names.qualifiedName(expression.at("key").text()));
            for (Field value : expression.at("values").items()) {
                value.invalid(Names.labelValue(value.text()));
            }
        }
    }

    private static LabelSelector read(Field selector) {
        try {
            return LabelSelectors.of(selector.value());
        } catch (SelectorException alreadyReported) {
            return LabelSelector.NOTHING;
        }
    }

    private static void always(Field template, String owner, Map<String, Field> claimed) {
        if (template.absent()) {
            template.required("");
            return;
        }
        PodSpecRules.template(template, claimed);
        Field restart = template.at("spec", "restartPolicy");
        if (!restart.blank() && !restart.text().equals("Always")) {
            restart.notSupported(List.of("Always"));
        }
        Field deadline = template.at("spec", "activeDeadlineSeconds");
        if (deadline.present()) {
            deadline.forbidden("activeDeadlineSeconds in " + owner + " is not Supported");
        }
    }

    private static void mismatch(Field template) {
        Field labels = template.at("metadata", "labels");
        labels.invalid(labels.present() ? labels.value() : null, "`selector` does not match template `labels`");
    }

    private static Map<String, String> labels(Field template) {
        return entries(template.at("metadata", "labels"));
    }

    private static Map<String, String> entries(Field map) {
        Map<String, String> entries = new HashMap<>();
        map.entries((key, value) -> entries.put(key, value.text()));
        return entries;
    }
}
