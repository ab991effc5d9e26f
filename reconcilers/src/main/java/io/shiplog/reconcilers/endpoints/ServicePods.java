package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.ConditionFacts;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The pods behind a Service. */
final class ServicePods {
    private ServicePods() {}

    /** Pods that the Service selects, that have an address and have not ended, in key order. */
    static List<StoredObject> of(View view, StoredObject service) {
        Map<String, String> selector = ServiceFacts.of(service).selector();
        return Indexes.pods(view, service.key().namespace(), selector).stream()
                .filter(pod -> !PodFacts.of(pod).hasEnded() && ServiceTraffic.isAddressed(PodFacts.of(pod)))
                .toList();
    }

    /** The name that the pod has in the Service's domain; empty when it has none there. */
    static String hostname(StoredObject service, PodFacts pod) {
        return service.key().name().equals(pod.wishes().subdomain())
                ? pod.wishes().hostname()
                : "";
    }

    /** How Endpoints and slices refer to a pod. */
    static SliceEndpoint.Target target(StoredObject pod) {
        return SliceEndpoint.Target.pod(pod.key().namespace(), pod.key().name(), pod.uid());
    }

    /**
     * The labels of a Service, for what is made for it. That it is headless is the Service's to be, not its label's to
     * say.
     */
    static Map<String, String> labels(StoredObject service) {
        Map<String, String> labels =
                new LinkedHashMap<>(new TreeMap<>(service.facts().labels()));
        labels.remove(ServiceTraffic.HEADLESS_LABEL);
        if (ServiceFacts.of(service).isHeadless()) {
            labels.put(ServiceTraffic.HEADLESS_LABEL, "");
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
     * When what led to a change happened: the earliest change of readiness among the pods that {@code touched} names,
     * or the Service's creation when nothing was made for it before; null when nobody knows (endpoints'
     * TriggerTimeTracker).
     *
     * @param touched tells whether an address of a pod is new, or not what it was
     */
    static @Nullable String trigger(
            StoredObject service, boolean first, List<StoredObject> served, Predicate<StoredObject> touched) {
        if (first) {
            String created = ServiceFacts.of(service).created();
            return created.isEmpty() ? null : created;
        }
        Instant earliest = null;
        for (StoredObject stored : served) {
            ConditionFacts ready = PodFacts.of(stored).ready();
            if (ready != null && touched.test(stored)) {
                earliest = Times.earlier(earliest, ready.since());
            }
        }
        return earliest == null ? null : Times.text(earliest);
    }
}
