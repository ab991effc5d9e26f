package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.pod.ContainerResources;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.quantity.Quantity;
import java.util.List;
import java.util.Map;

/**
 * Rules of what a pod asks for as a whole ({@code validatePodResources}, v1.34): its containers must find room in it.
 */
final class PodResourceRules {
    private static final List<String> SUPPORTED = List.of("cpu", "hugepages-", "memory");

    private PodResourceRules() {}

    static void check(Field spec) {
        Field resources = spec.at("resources");
        if (resources.absent()) {
            return;
        }
        if (spec.at("os", "name").text().equals("windows")) {
            resources.forbidden("may not be set for a windows pod");
            return;
        }
        if (resources.at("claims").present()) {
            resources.at("claims").forbidden("claims may not be set for Resources at pod-level");
        }
        Field requests = resources.at("requests");
        Field limits = resources.at("limits");
        ResourceRules.check(resources, PodResourceRules::supported);
        PodResources pod = PodResources.ofSpec(spec.value());
        pod.containerRequests().forEach((name, together) -> {
            Quantity request = ResourceRules.read(requests.key(name));
            if (request != null && together.compareTo(request) > 0) {
                String rule = "must be greater than or equal to aggregate container requests of " + together;
                requests.key(name).invalid(request.toString(), rule);
            }
        });
        pod.containerLimits().forEach((name, together) -> {
            Quantity limit = name.startsWith("hugepages-") ? ResourceRules.read(limits.key(name)) : null;
            if (limit != null && together.compareTo(limit) > 0) {
                String rule = "must be greater than or equal to aggregate container limits of " + together;
                limits.key(name).invalid(limit.toString(), rule);
            }
        });
        for (int i = 0; i < pod.containers().size(); i++) {
            container(resources, i, pod.containers().get(i));
        }
    }

    private static void supported(String name, Field amount) {
        if (!PodResources.isOfWholes(name)) {
            amount.report(FieldError.notSupported(amount.path(), name, SUPPORTED));
        }
    }

    /** The path is upstream's, however odd. */
    private static void container(Field resources, int index, ContainerResources container) {
        for (Map.Entry<String, Quantity> limit : container.limits().entrySet()) {
            Quantity whole = ResourceRules.read(resources.at("limits").key(limit.getKey()));
            if (whole != null && limit.getValue().compareTo(whole) > 0) {
                String path = resources.path() + ".containers[" + index + "][" + limit.getKey() + "].limits";
                resources.report(FieldError.invalid(
                        path, limit.getValue().toString(), "must be less than or equal to pod limits of " + whole));
            }
        }
    }
}
