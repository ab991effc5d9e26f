package io.shiplog.resources.kinds.pod;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.pod.QosClass;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.selector.SelectableField;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Pods. */
public final class Pods {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

    private static final Rules RULES = Rules.validatedBy(root -> {
                PodSpecRules.pod(root.at("spec"));
                EphemeralContainers.noneAtFirst(root.at("spec"));
            })
            .updatesValidatedBy((root, old) -> {
                PodSpecRules.pod(root.at("spec"));
                PodChangeRules.check(root.at("spec"), old.path("spec"));
            })
            .defaults(PodDefaults::pod)
            .creating(PodAdmission::admit)
            .initialStatus((status, pod) -> status.put("phase", "Pending")
                    .put("qosClass", QosClass.of(PodResources.asked(pod)).text()))
            .countsGenerations()
            .statusKeeps("ownerReferences")
            .table(PodTables::pods)
            .selectable(
                    SelectableField.text("spec.nodeName"),
                    SelectableField.text("spec.restartPolicy"),
                    SelectableField.text("spec.schedulerName"),
                    SelectableField.text("spec.serviceAccountName"),
                    SelectableField.bool("spec.hostNetwork"),
                    SelectableField.text("status.phase"),
                    SelectableField.text("status.podIP"),
                    SelectableField.text("status.podIPs"),
                    SelectableField.text("status.nominatedNodeName"))
            .quota(new QuotaRules("pods"::equals, Pods::usage, false, true))
            .deletion(DeletionRules.PLAIN.withGrace(Pods::grace).returningDeleted())
            .build();

    public static final Kind KIND = Kind.namespaced("v1", "Pod", "pods")
            .shortNames("po")
            .categories("all")
            .status()
            .own("ephemeralcontainers")
            .own("resize")
            .own("log", "get")
            .connects("attach", "PodAttachOptions", "create", "get")
            .connects("exec", "PodExecOptions", "create", "get")
            .connects("portforward", "PodPortForwardOptions", "create", "get")
            .connects("proxy", "PodProxyOptions", "create", "delete", "get", "patch", "update")
            .creates("binding", "", "v1", "Binding", "io.k8s.api.core.v1.Binding")
            .creates("eviction", "policy", "v1", "Eviction", "io.k8s.api.policy.v1.Eviction", Set.of("v1beta1"))
            .rules(RULES);

    public static final GroupResource RESOURCE = KIND.resource();

    private Pods() {}

    /** A pod that runs on a node gets time to end (upstream's {@code podStrategy.CheckGracefulDelete}, v1.34). */
    private static long grace(JsonNode pod, @Nullable Long askedSeconds) {
        long grace = askedSeconds != null
                ? askedSeconds
                : pod.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE_SECONDS);
        if (pod.path("spec").path("nodeName").asString("").isEmpty() || hasEnded(pod)) {
            return 0;
        }
        return grace < 0 ? 1 : grace;
    }

    /** Pods that will never run again use nothing but their place among the counted objects. */
    private static void usage(JsonNode pod, BiConsumer<String, Quantity> used) {
        if (hasEnded(pod)) {
            return;
        }
        used.accept("pods", Quantity.of(1));
        PodResources resources = PodResources.counted(pod);
        resources.requests().forEach((name, amount) -> {
            used.accept("requests." + name, amount);
            if (COMPUTE.contains(name) || name.startsWith("hugepages-")) {
                used.accept(name, amount);
            }
        });
        resources.limits().forEach((name, amount) -> {
            if (COMPUTE.contains(name)) {
                used.accept("limits." + name, amount);
            }
        });
    }

    private static boolean hasEnded(JsonNode pod) {
        return List.of("Succeeded", "Failed")
                .contains(pod.path("status").path("phase").asString(""));
    }
}
