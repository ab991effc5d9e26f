package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.objects.Labels;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.model.Models;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the endpoint controllers ask of a Service. */
final class Services {
    static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    private Services() {}

    static Service of(StoredObject stored) {
        return stored.as(Service.class, Models::decode);
    }

    /** The labels that the Service selects pods by; empty when somebody else says where it leads. */
    static Map<String, String> selector(Service service) {
        Map<String, String> selector =
                service.getSpec() == null ? null : service.getSpec().getSelector();
        return selector == null ? Map.of() : selector;
    }

    static boolean isHeadless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    static boolean isExternalName(Service service) {
        return "ExternalName".equals(service.getSpec().getType());
    }

    static boolean publishesNotReady(Service service) {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    }

    /** How the Service wants its traffic spread: {@code spec.trafficDistribution} (k8s.io/endpointslice/trafficdist, v1.34). */
    static Endpoint.Hints hints(Service service) {
        String distribution = service.getSpec().getTrafficDistribution();
        return switch (distribution == null ? "" : distribution) {
            case "PreferClose", "PreferSameZone" -> Endpoint.Hints.ZONE;
            case "PreferSameNode" -> Endpoint.Hints.ZONE_AND_NODE;
            default -> Endpoint.Hints.NONE;
        };
    }

    static List<ServicePort> ports(Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports == null ? List.of() : ports;
    }

    /** {@code IPv4}, {@code IPv6} or both, in the Service's order. */
    static List<String> addressTypes(Service service) {
        List<String> families = service.getSpec().getIpFamilies();
        return families == null || families.isEmpty() ? List.of("IPv4") : families;
    }

    /**
     * The Services that select the pod as it was or as it is; none as long as it has no address, and none when nothing
     * changed that is told of an endpoint: pods report more often than that.
     */
    static Set<ObjectRef> selecting(Change pod, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        boolean addressed = hasAddress(pod.before()) || hasAddress(pod.after());
        if (addressed && !sameEndpoint(pod.before(), pod.after())) {
            for (StoredObject stored : view.list(Resources.SERVICES, pod.key().namespace())) {
                Map<String, String> selector = selector(of(stored));
                if (!selector.isEmpty() && (selects(selector, pod.before()) || selects(selector, pod.after()))) {
                    refs.add(new ObjectRef(Resources.SERVICES, stored.key()));
                }
            }
        }
        return refs;
    }

    /** Whether everything that Endpoints and slices tell of the pod, whatever the Service, is as it was. */
    private static boolean sameEndpoint(@Nullable StoredObject before, @Nullable StoredObject after) {
        if (before == null || after == null || !before.uid().equals(after.uid())) {
            return false;
        }
        Pod was = Pods.of(before);
        Pod is = Pods.of(after);
        return before.facts().labels().equals(after.facts().labels())
                && before.facts().deleting() == after.facts().deleting()
                && Pods.isReady(was) == Pods.isReady(is)
                && Pods.hasEnded(was) == Pods.hasEnded(is)
                && addresses(was).equals(addresses(is))
                && was.getSpec().equals(is.getSpec());
    }

    private static boolean hasAddress(@Nullable StoredObject pod) {
        return pod != null && isAddressed(Pods.of(pod));
    }

    static boolean selects(Map<String, String> selector, @Nullable StoredObject pod) {
        return pod != null && Labels.contain(pod.facts().labels(), selector);
    }

    /** The pod's addresses, the primary one first. */
    static List<String> addresses(Pod pod) {
        if (pod.getStatus() == null) {
            return List.of();
        }
        var ips = pod.getStatus().getPodIPs();
        if (ips != null && !ips.isEmpty()) {
            return ips.stream().map(ip -> ip.getIp()).filter(Objects::nonNull).toList();
        }
        String ip = pod.getStatus().getPodIP();
        return ip == null || ip.isEmpty() ? List.of() : List.of(ip);
    }

    /** The pod's address of a type, or null when it has none. */
    static @Nullable String address(Pod pod, String addressType) {
        if (pod.getStatus() == null) {
            return null;
        }
        List<PodIP> ips = pod.getStatus().getPodIPs();
        if (ips == null || ips.isEmpty()) {
            String ip = pod.getStatus().getPodIP();
            return ip != null && !ip.isEmpty() && addressType(ip).equals(addressType) ? ip : null;
        }
        for (PodIP ip : ips) {
            if (ip.getIp() != null && addressType(ip.getIp()).equals(addressType)) {
                return ip.getIp();
            }
        }
        return null;
    }

    /** Whether the pod has any address. */
    static boolean isAddressed(Pod pod) {
        return address(pod, "IPv4") != null || address(pod, "IPv6") != null;
    }

    static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }
}
