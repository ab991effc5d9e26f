package io.shiplog.resources.kinds.definition;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Companions;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What definitions have to do with one another, and with their objects. A new one gets its names and is served at once,
 * as far as the view can tell; two that want the same name at the same moment are told apart by the controller.
 */
final class DefinitionCompanions implements Companions {
    @Override
    public Decision creating(View view, ObjectKey key, ObjectNode object) {
        DefinitionStatus.settle(object, view, Instant.parse(Trees.text(object, "metadata", "creationTimestamp")));
        return Decision.Propose.NONE;
    }

    @Override
    public List<String> holding(StoredObject object) {
        return List.of(Definitions.CLEANUP);
    }

    @Override
    public void beginningToEnd(ObjectNode object, Instant now) {
        DefinitionStatus.terminating(
                object,
                "InstanceDeletionPending",
                "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
                now);
    }
}
