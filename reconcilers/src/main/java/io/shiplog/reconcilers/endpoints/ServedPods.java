package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.reconcilers.objects.Times;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The pods behind a Service. */
final class ServedPods {
    private ServedPods() {}

    /** Pods that the Service selects, that have an address and have not ended, in key order. */
    static List<StoredObject> of(View view, StoredObject service) {
        Map<String, String> selector = Services.selector(Services.of(service));
        var served = new ArrayList<StoredObject>();
        for (StoredObject stored : view.list(Resources.PODS, service.key().namespace())) {
            if (Services.selects(selector, stored)) {
                Pod pod = Pods.of(stored);
                if (!Pods.hasEnded(pod) && Services.isAddressed(pod)) {
                    served.add(stored);
                }
            }
        }
        return served;
    }

    /** The name that the pod has in the Service's domain; empty when it has none there. */
    static String hostname(Service service, Pod pod) {
        String hostname = pod.getSpec().getHostname();
        boolean named = hostname != null
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
        return named ? hostname : "";
    }

    /** How Endpoints and slices refer to a pod. */
    static Endpoint.Target target(StoredObject pod) {
        return Endpoint.Target.pod(pod.key().namespace(), pod.key().name(), pod.uid());
    }

    /** The labels of a Service, for what is made for it. That it is headless is the Service's to be, not its label's to say. */
    static Map<String, String> labels(StoredObject service) {
        Map<String, String> labels =
                new LinkedHashMap<>(new TreeMap<>(service.facts().labels()));
        labels.remove(Services.HEADLESS_LABEL);
        if (Services.isHeadless(Services.of(service))) {
            labels.put(Services.HEADLESS_LABEL, "");
        }
        return labels;
    }

    /** Replaces the labels of an object's metadata; none is no member. */
    static void label(ObjectNode metadata, Map<String, String> labels) {
        put(metadata, "labels", labels);
    }

    /** Replaces a map of texts in an object's metadata; an empty one is no member. */
    static void put(ObjectNode metadata, String member, Map<String, String> texts) {
        if (texts.isEmpty()) {
            metadata.remove(member);
            return;
        }
        ObjectNode json = Json.object();
        texts.forEach(json::put);
        if (!Draft.same(metadata.path(member), json)) {
            metadata.set(member, json);
        }
    }

    /**
     * When what led to a change happened: the earliest change of readiness among the pods that {@code touched} names, or the
     * Service's creation when nothing was made for it before; null when nobody knows (endpoints' TriggerTimeTracker).
     *
     * @param touched tells whether an address of a pod is new, or not what it was
     */
    static @Nullable String trigger(
            StoredObject service, boolean first, List<StoredObject> served, Predicate<StoredObject> touched) {
        if (first) {
            return Services.of(service).getMetadata().getCreationTimestamp();
        }
        Instant earliest = null;
        for (StoredObject stored : served) {
            PodCondition ready = Pods.condition(Pods.of(stored), "Ready");
            if (ready != null && touched.test(stored)) {
                earliest = Times.earlier(earliest, Times.parse(ready.getLastTransitionTime()));
            }
        }
        return earliest == null ? null : Times.text(earliest);
    }
}
