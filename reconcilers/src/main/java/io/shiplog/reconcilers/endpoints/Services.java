package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.shiplog.journal.Change;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.view.View;
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

    static List<ServicePort> ports(Service service) {
        List<ServicePort> ports = service.getSpec().getPorts();
        return ports == null ? List.of() : ports;
    }

    /** {@code IPv4}, {@code IPv6} or both, in the Service's order. */
    static List<String> addressTypes(Service service) {
        List<String> families = service.getSpec().getIpFamilies();
        return families == null || families.isEmpty() ? List.of("IPv4") : families;
    }

    /** The Services that select the pod as it was or as it is; none as long as it has no address. */
    static Set<ObjectRef> selecting(Change pod, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        boolean addressed = hasAddress(pod.before()) || hasAddress(pod.after());
        if (addressed) {
            for (StoredObject stored : view.list(Resources.SERVICES, pod.key().namespace())) {
                Map<String, String> selector = selector(of(stored));
                if (!selector.isEmpty() && (selects(selector, pod.before()) || selects(selector, pod.after()))) {
                    refs.add(new ObjectRef(Resources.SERVICES, stored.key()));
                }
            }
        }
        return refs;
    }

    private static boolean hasAddress(@Nullable StoredObject pod) {
        return pod != null && !addresses(Pods.of(pod)).isEmpty();
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
        for (String address : addresses(pod)) {
            if (addressType(address).equals(addressType)) {
                return address;
            }
        }
        return null;
    }

    static String addressType(String address) {
        return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }
}
