package io.shiplog.resources.write.strategy;

import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.write.Decision;
import io.shiplog.resources.write.Strategy;
import io.shiplog.resources.write.Target;
import tools.jackson.databind.node.ObjectNode;

/** Namespaces: held by the finalizers of their spec until what is in them is gone. */
final class NamespaceStrategy implements Strategy {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public Decision creating(View view, Target target, ObjectNode namespace) {
        label(target, namespace);
        return Decision.Propose.NONE;
    }

    @Override
    public Decision updating(View view, Target target, ObjectNode old, ObjectNode namespace) {
        label(target, namespace);
        return Decision.Propose.NONE;
    }

    @Override
    public boolean returnsDeleted() {
        return true;
    }

    @Override
    public boolean held(ObjectNode namespace) {
        return !namespace.path("spec").path("finalizers").isEmpty();
    }

    @Override
    public void terminating(ObjectNode namespace) {
        Trees.child(namespace, "status").put("phase", "Terminating");
    }

    private static void label(Target target, ObjectNode namespace) {
        Trees.child(Trees.metadata(namespace), "labels").put(NAME_LABEL, target.name());
    }
}
