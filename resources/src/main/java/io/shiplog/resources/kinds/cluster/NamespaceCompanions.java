package io.shiplog.resources.kinds.cluster;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.kind.Companions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The namespaces that a cluster cannot be without (upstream's admission plugin NamespaceLifecycle, v1.34). */
final class NamespaceCompanions implements Companions {
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    @Override
    public @Nullable Refusal undeletable(StoredObject namespace) {
        String name = namespace.key().name();
        return IMMORTAL.contains(name)
                ? Refusal.forbidden(namespace.resource(), name, "this namespace may not be deleted", List.of())
                : null;
    }
}
