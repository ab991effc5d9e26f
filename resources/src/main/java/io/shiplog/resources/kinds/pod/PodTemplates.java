package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/** Templates of pods on their own, and the binding of a pod to a node, which is never stored. */
public final class PodTemplates {
    public static final Kind KIND = Kind.namespaced("v1", "PodTemplate", "podtemplates")
            .rules(Rules.validatedBy(root -> PodSpecRules.template(root.at("template")))
                    .defaults(PodDefaults::template)
                    .table(PodTables::podTemplates)
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .build());

    public static final Kind BINDING = Kind.namespaced("v1", "Binding", "bindings")
            .verbs("create")
            .onlyAnswers()
            .rules(Rules.NONE);

    private PodTemplates() {}
}
