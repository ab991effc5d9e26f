package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ServiceFacts;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the endpoint controllers ask of a Service. */
final class ServiceTraffic {
    static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    private ServiceTraffic() {}

    /**
     * How the Service wants its traffic spread: {@code spec.trafficDistribution} (k8s.io/endpointslice/trafficdist,
     * v1.34).
     */
    static SliceEndpoint.Hints hints(ServiceFacts service) {
        return switch (service.traffic().distribution()) {
            case "PreferClose", "PreferSameZone" -> SliceEndpoint.Hints.ZONE;
            case "PreferSameNode" -> SliceEndpoint.Hints.ZONE_AND_NODE;
            default -> SliceEndpoint.Hints.NONE;
        };
    }

    /**
     * The Services that select the pod as it was or as it is; none as long as it has no address, and none when nothing
     * changed that is told of an endpoint: pods report more often than that.
     */
    static Set<ObjectRef> selecting(Change pod, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        boolean addressed = hasAddress(pod.before()) || hasAddress(pod.after());
        if (addressed && !sameEndpoint(pod.before(), pod.after())) {
            addSelecting(pod.before(), view, refs);
            addSelecting(pod.after(), view, refs);
        }
        return refs;
    }

    private static void addSelecting(@Nullable StoredObject pod, View view, Set<ObjectRef> refs) {
        if (pod != null) {
            String namespace = pod.key().namespace();
            for (StoredObject service :
                    Indexes.services(view, namespace, pod.facts().labels())) {
                refs.add(service.ref());
            }
        }
    }

    /** Whether everything that Endpoints and slices tell of the pod, whatever the Service, is as it was. */
    private static boolean sameEndpoint(@Nullable StoredObject before, @Nullable StoredObject after) {
        if (before == null || after == null || !before.uid().equals(after.uid())) {
            return false;
        }
        PodFacts was = PodFacts.of(before);
        PodFacts is = PodFacts.of(after);
        return before.facts().labels().equals(after.facts().labels())
                && before.facts().deleting() == after.facts().deleting()
                && was.isReady() == is.isReady()
                && was.hasEnded() == is.hasEnded()
                && was.addresses().equals(is.addresses())
                && Objects.equals(was.node(), is.node())
                && was.wishes().hostname().equals(is.wishes().hostname())
                && was.wishes().subdomain().equals(is.wishes().subdomain())
                && was.wishes().ports().equals(is.wishes().ports());
    }

    private static boolean hasAddress(@Nullable StoredObject pod) {
        return pod != null && isAddressed(PodFacts.of(pod));
    }

    /** The pod's address of a type, or null when it has none. */
    static @Nullable String address(PodFacts pod, String addressType) {
        for (String address : pod.addresses()) {
            if (addressType(address).equals(addressType)) {
                return address;
            }
        }
        return null;
    }

    /** Whether the pod has any address. */
    static boolean isAddressed(PodFacts pod) {
        return !pod.addresses().isEmpty();
    }

    static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }
}
