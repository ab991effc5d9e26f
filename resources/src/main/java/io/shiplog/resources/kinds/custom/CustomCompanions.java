package io.shiplog.resources.kinds.custom;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Companions;
import io.shiplog.resources.kinds.definition.Definitions;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What custom objects have to do with the definition of their kind: none is made any more once that is ending.
 *
 * @param definition the key of the definition
 */
record CustomCompanions(ObjectKey definition) implements Companions {

    @Override
    public Decision creating(View view, ObjectKey key, ObjectNode object) {
        StoredObject of = view.get(Definitions.KIND.resource(), definition);
        if (of != null && !of.facts().deleting()) {
            return Decision.Propose.NONE;
        }
        return new Decision.Refused(Refusal.forbidden(
                Definitions.declaredBy(definition),
                Trees.text(object, "metadata", "name"),
                "create not allowed while custom resource definition is terminating",
                List.of()));
    }
}
