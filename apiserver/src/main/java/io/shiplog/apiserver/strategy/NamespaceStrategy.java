package io.shiplog.apiserver.strategy;

import io.shiplog.apiserver.store.Documents;
import io.shiplog.apiserver.store.Strategy;
import io.shiplog.apiserver.store.Subject;
import io.shiplog.journal.State;
import io.shiplog.objects.Write;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Namespaces: held by the finalizers of their spec until what is in them is gone. */
final class NamespaceStrategy implements Strategy {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    @Override
    public List<Write> creating(State state, Subject subject, ObjectNode namespace) {
        label(subject, namespace);
        return List.of();
    }

    @Override
    public List<Write> updating(State state, Subject subject, ObjectNode old, ObjectNode namespace) {
        label(subject, namespace);
        return List.of();
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
        Documents.child(namespace, "status").put("phase", "Terminating");
    }

    private static void label(Subject subject, ObjectNode namespace) {
        Documents.child(Documents.metadata(namespace), "labels").put(NAME_LABEL, subject.name());
    }
}
