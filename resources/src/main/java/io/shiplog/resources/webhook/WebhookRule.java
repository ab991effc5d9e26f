package io.shiplog.resources.webhook;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.admission.ResourceRule;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.write.Consultation.Subject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Which requests a webhook wants to see (apiserver's {@code webhook/predicates}, v1.34). Pure. */
public final class WebhookRule {
    private WebhookRule() {}

    /**
     * The kind in which a webhook wants to see a request; null when it does not want to.
     *
     * @param subresource empty for the object itself
     */
    public static @Nullable Kind wanted(Webhook webhook, View view, Subject subject, String subresource) {
        if (!inNamespace(webhook.namespaces(), view, subject)
                || !labelled(webhook.objects(), subject.object()) && !labelled(webhook.objects(), subject.old())) {
            return null;
        }
        Kind asked = subject.target().kind();
        if (matches(webhook, asked, subject, subresource)) {
            return asked;
        }
        if (webhook.equivalent()) {
            for (Kind other : Kinds.of(view).kinds()) {
                if (other.storage().resource().equals(asked.storage().resource())
                        && matches(webhook, other, subject, subresource)) {
                    return other;
                }
            }
        }
        return null;
    }

    private static boolean matches(Webhook webhook, Kind kind, Subject subject, String subresource) {
        return webhook.rules().stream()
                .anyMatch(
                        rule -> new ResourceRule(rule).fits(kind, subject.act().name(), subresource));
    }

    /** Objects of the cluster are in no namespace, which every selector takes; a Namespace lies in itself. */
    private static boolean inNamespace(LabelSelector selector, View view, Subject subject) {
        Kind kind = subject.target().kind();
        if (selector.isEverything()) {
            return true;
        }
        if (kind.is(Namespaces.RESOURCE)) {
            ObjectNode namespace = subject.object() == null ? subject.old() : subject.object();
            return labelled(selector, namespace);
        }
        if (!kind.namespaced()) {
            return true;
        }
        StoredObject namespace =
                view.get(Namespaces.RESOURCE, ObjectKey.cluster(subject.target().namespace()));
        return namespace != null && labelled(selector, Trees.of(namespace));
    }

    private static boolean labelled(LabelSelector selector, @Nullable ObjectNode object) {
        if (selector.isEverything()) {
            return true;
        }
        if (object == null) {
            return false;
        }
        Map<String, String> labels = new HashMap<>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return selector.matches(labels);
    }
}
