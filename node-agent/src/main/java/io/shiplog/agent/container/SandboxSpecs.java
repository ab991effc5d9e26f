package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.shiplog.agent.engine.Labels;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the engine must start for a pod before its containers. */
public final class SandboxSpecs {
    private static final int MAX_HOSTNAME = 63;

    private SandboxSpecs() {}

    public static SandboxSpec of(PodAssignment pod, Site site) {
        PodSpec spec = pod.pod().getSpec();
        var labels = new HashMap<>(PodLabels.of(pod, site));
        labels.put(Labels.TYPE, Labels.SANDBOX);
        labels.put(Labels.CONTAINER_NAME, "POD");
        return new SandboxSpec(
                "k8s_POD_" + pod.name() + "_" + pod.namespace() + "_" + pod.uid() + "_0",
                labels,
                new SandboxSpec.Network(
                        Boolean.TRUE.equals(spec.getHostNetwork()), hostname(pod), domain(pod, site), ports(spec)),
                DnsSettings.of(pod, site),
                hosts(spec),
                memoryVolumes(pod),
                sysctls(spec));
    }

    static String hostname(PodAssignment pod) {
        String own = pod.pod().getSpec().getHostname();
        String name = own == null || own.isEmpty() ? pod.name() : own;
        if (name.length() <= MAX_HOSTNAME) {
            return name;
        }
        return name.substring(0, MAX_HOSTNAME).replaceAll("[-.]+$", "");
    }

    private static String domain(PodAssignment pod, Site site) {
        String subdomain = pod.pod().getSpec().getSubdomain();
        return subdomain == null || subdomain.isEmpty()
                ? ""
                : subdomain + "." + pod.namespace() + ".svc." + site.domain();
    }

    private static List<SandboxSpec.HostPort> ports(PodSpec spec) {
        var ports = new ArrayList<SandboxSpec.HostPort>();
        for (Container container : spec.getContainers()) {
            if (container.getPorts() == null) {
                continue;
            }
            for (ContainerPort port : container.getPorts()) {
                if (port.getHostPort() != null && port.getHostPort() > 0) {
                    ports.add(new SandboxSpec.HostPort(
                            port.getHostIP() == null ? "" : port.getHostIP(),
                            port.getHostPort(),
                            port.getContainerPort(),
                            port.getProtocol() == null ? "TCP" : port.getProtocol()));
                }
            }
        }
        return ports;
    }

    private static List<String> hosts(PodSpec spec) {
        var hosts = new ArrayList<String>();
        if (spec.getHostAliases() != null) {
            spec.getHostAliases()
                    .forEach(alias -> alias.getHostnames().forEach(name -> hosts.add(name + ":" + alias.getIp())));
        }
        return hosts;
    }

    /** The engine's name of an emptyDir in memory, null for any other volume. */
    public static @Nullable String memoryVolume(PodAssignment pod, Volume volume) {
        return volume.getEmptyDir() != null
                        && "Memory".equals(volume.getEmptyDir().getMedium())
                ? "shiplog-memory-" + pod.uid() + "-" + volume.getName()
                : null;
    }

    private static List<SandboxSpec.MemoryVolume> memoryVolumes(PodAssignment pod) {
        var result = new ArrayList<SandboxSpec.MemoryVolume>();
        if (pod.pod().getSpec().getVolumes() != null) {
            for (Volume volume : pod.pod().getSpec().getVolumes()) {
                String name = memoryVolume(pod, volume);
                if (name != null) {
                    Quantity limit = volume.getEmptyDir().getSizeLimit();
                    long bytes =
                            limit == null ? 0 : Quantity.getAmountInBytes(limit).longValue();
                    result.add(new SandboxSpec.MemoryVolume(name, bytes));
                }
            }
        }
        return result;
    }

    private static Map<String, String> sysctls(PodSpec spec) {
        var result = new HashMap<String, String>();
        if (spec.getSecurityContext() != null && spec.getSecurityContext().getSysctls() != null) {
            spec.getSecurityContext().getSysctls().forEach(one -> result.put(one.getName(), one.getValue()));
        }
        return result;
    }
}
